"""What reproductions of papers say."""
