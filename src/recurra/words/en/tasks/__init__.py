"""What is said of tasks: what does not fit, scores, simple baselines, trained models."""
