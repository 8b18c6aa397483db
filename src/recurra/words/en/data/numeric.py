"""Columns of numbers."""


def stamps() -> str:
    return "not a column of numbers but of time stamps"


def infinite(value: str) -> str:
    return f"infinite value {value}"


def leave_empty() -> str:
    return "Leave the cell empty if the value is not known"


def not_a_number(value: str) -> str:
    return f"not a number: {value!r}"
