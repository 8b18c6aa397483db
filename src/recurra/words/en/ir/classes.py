"""Sizes that follow from the equations, or do not."""

from recurra.words import Words
from recurra.words.en.phrases import counted


def slice_of_value() -> str:
    return "a slice"


def unknown_rows(value: Words | str) -> str:
    return f"nothing says how many rows {str(value)!r} has"


def declare_rows(value: Words | str) -> str:
    return f"Declare it: @cell(..., sizes={{{str(value)!r}: '0.5 * h'}})."


def slice_meets_its_source(first: int) -> str:
    longer = counted(first, "unit")
    return f"a slice from unit {first} on meets what it was cut from, {longer} longer"


def bring_or_cut() -> str:
    return "Bring one to the other's length with a matrix, or cut both."
