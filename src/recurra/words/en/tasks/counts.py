"""Counts of sequences."""

TASKS = {"counts": "counts"}
ABOUT = {"counts": "how often, by Poisson loss"}
LOSSES = {"counts": "Poisson loss"}
LABELS = {"deviance": "mean Poisson deviance"}
MEANINGS = {
    "deviance": "Poisson deviance: how unlikely the counts are under the rates that were said; "
    "lower is better, 0 is best.",
}
NAMES = {"poisson regression": "Poisson regression"}


def no_count(value: float, target: str) -> str:
    return f"{target} has the value {value:g}, and a count is a whole number of at least 0"
