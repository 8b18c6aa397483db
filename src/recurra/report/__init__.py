"""The report of a comparison: one HTML page drawn from records alone."""
