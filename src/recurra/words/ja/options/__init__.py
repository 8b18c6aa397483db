"""What is said of settings, see `words.en.options`."""
