"""Values above 0 of sequences."""

TASKS = {"positive": "values above 0"}
ABOUT = {"positive": "durations or amounts above 0, by gamma loss"}
LOSSES = {"positive": "gamma loss"}
LABELS = {"gamma_deviance": "mean gamma deviance"}
NAMES = {"gamma regression": "gamma regression"}


def not_above(value: float, target: str) -> str:
    return f"{target} has the value {value:g}, and every value has to be a number above 0"
