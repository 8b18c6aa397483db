"""What the diagnoses ask, answer and advise."""
