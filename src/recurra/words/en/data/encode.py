"""From a table's columns to the numbers of a network."""

from typing import Literal

from recurra.words.en.phrases import counted


def no_logarithm(value: float) -> str:
    return f"{value:g} has no logarithm, which --transform logreturn needs"


def use_diff() -> str:
    return "Use --transform diff"


def one_category(name: str) -> str:
    return f"Column {name!r} has one category in the training part: left out."


def text(name: str, categories: int, most: int) -> str:
    more = f", the {most} most frequent" if categories > most else ""
    return (
        f"Column {name!r} holds text: {counted(categories, 'category', 'categories')}{more} as "
        "0 and 1."
    )


def constant(names: tuple[str, ...]) -> str:
    return f"Constant in the training part, so left out: {', '.join(names)}."


def filled(count: int, ahead: bool) -> str:
    more = " (columns known ahead: on the line between the values around)" if ahead else ""
    return f"{count} missing values were filled with the last value before them{more}."


def masks(names: tuple[str, ...]) -> str:
    return f"A column each marks where {', '.join(names)} had no value."


def changed(transform: Literal["diff", "logreturn"], names: tuple[str, ...]) -> str:
    what = {"diff": "Differences", "logreturn": "Log returns"}[transform]
    return f"{what} took the place of {', '.join(names)}."
