"""What comparisons say."""
