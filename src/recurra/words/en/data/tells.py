"""Columns that tell the answer."""


def name(column: str) -> str:
    return f"Column {column!r} has other values in each group and so names it: left out."


def answer(column: str, answer: str) -> str:
    return f"Column {column!r} says the same as {answer!r} in other words: left out."


def near(column: str, answer: str, classes: bool) -> str:
    if classes:
        return f"{column!r} has the same {answer!r} wherever it has the same value."
    return f"{column!r} goes with {answer!r} almost exactly (correlation above 0.99)."
