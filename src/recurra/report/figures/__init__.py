"""The figures of the page: one file each, records in, SVG out."""
