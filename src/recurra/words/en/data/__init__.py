"""What is said of data: what cannot be read, what was concluded, done and split."""
