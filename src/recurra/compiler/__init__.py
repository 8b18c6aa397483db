"""Turns a graph into code that runs: backends, and what a cell costs."""
