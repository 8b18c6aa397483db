"""Counts of sequences."""


def no_count(value: float, target: str) -> str:
    return f"{target}の値に{value:g}があります。回数は0以上の整数でなければなりません"


def as_values() -> str:
    return "値として推定するには、--task counts を外してください"
