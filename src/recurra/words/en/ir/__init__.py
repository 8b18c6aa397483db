"""The language of cells: what is wrong with one, and what to write."""
