"""Backends, their proofs, and what is known of a cell from its equations."""
