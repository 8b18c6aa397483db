"""Counts of sequences."""

TASKS = {"counts": "counts"}
ABOUT = {"counts": "how often, by Poisson loss"}
LOSSES = {"counts": "Poisson loss"}
LABELS = {"deviance": "mean Poisson deviance"}
NAMES = {"poisson regression": "Poisson regression"}


def no_count(value: float, target: str) -> str:
    return f"{target} has the value {value:g}, and a count is a whole number of at least 0"
