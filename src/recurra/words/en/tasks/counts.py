"""Counts of sequences."""


def no_count(value: float, target: str) -> str:
    return f"{target} has the value {value:g}, and a count is a whole number of at least 0"


def as_values() -> str:
    return "leave out --task counts to predict values"
