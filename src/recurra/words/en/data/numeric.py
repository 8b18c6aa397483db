"""Columns of numbers."""


def stamps() -> str:
    return "not a column of numbers but of time stamps"


def infinite(value: str) -> str:
    return f"infinite value {value}"


def leave_empty() -> str:
    return "Leave the cell empty if the value is not known"


def not_a_number(value: str) -> str:
    return f"not a number: {value!r}"


def too_large(value: float, largest: float) -> str:
    return f"{value:g} is too large: at most {largest:g}"


def other_unit() -> str:
    return "Give it in another unit"


def currencies(names: tuple[str, ...]) -> str:
    return f"amounts in several currencies: {', '.join(names)}"


def some_percent() -> str:
    return "no percent sign, which other values of this column have"
