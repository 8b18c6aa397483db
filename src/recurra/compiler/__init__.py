"""From a graph to something that runs: backends, and what a cell costs."""
