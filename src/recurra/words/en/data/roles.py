"""Which column of a table is what."""

from typing import Literal

from recurra.words.en.phrases import several

STYLES = {
    "comma": "a decimal comma",
    "thousands": "commas between thousands",
    "dots": "dots between thousands (1.234 is more than a thousand)",
    "plain_dots": "a decimal point before three digits (1.234 is little more than one)",
    "plain_commas": "a decimal comma before three digits (1,234 is little more than one)",
    "thousands_guessed": "commas between thousands (1,234 is more than a thousand)",
    "grouped": "blanks or apostrophes between thousands",
    "percent": "a percent sign (12% is 12)",
    "currency": "a sign of a currency",
    "negative": "brackets or marks for what is below zero",
    "wide": "full-width digits",
}
Style = Literal[
    "comma",
    "thousands",
    "dots",
    "plain_dots",
    "plain_commas",
    "thousands_guessed",
    "grouped",
    "percent",
    "currency",
    "negative",
    "wide",
]
USES = {"target": "target", "time": "time", "known": "known", "group": "group"}


def repeat_time(names: tuple[str, ...]) -> str:
    return f"{_named(names)} only {_verb(names, 'repeat')} the time: left out."


def given_twice(
    name: str,
    first: Literal["target", "time", "known", "group"],
    second: Literal["target", "time", "known", "group"],
) -> str:
    return f"column {name!r} is given as {USES[first]} and as {USES[second]}"


def style(names: tuple[str, ...], style: Style) -> str:
    return f"{_named(names)}: numbers with {STYLES[style]}."


def no_values(names: tuple[str, ...]) -> str:
    return f"{_named(names)} {_verb(names, 'hold')} no values: left out."


def count_rows(names: tuple[str, ...]) -> str:
    return f"{_named(names)} only {_verb(names, 'count')} the rows: left out."


def free_text(names: tuple[str, ...]) -> str:
    return f"{_named(names)} {_verb(names, 'hold')} free text: left out."


def copy(name: str, original: str) -> str:
    return f"Column {name!r} equals {original!r} in every row: left out."


def nothing_to_forecast() -> str:
    return "no column of numbers that could be forecast"


def which_target() -> str:
    return "it is not said which column is to be forecast"


def give_target(names: tuple[str, ...]) -> str:
    return f"Give --target with one or more of: {', '.join(names)}"


def all_missing() -> str:
    return "all values are missing"


def never_changes() -> str:
    return "the target never changes"


def only_column(name: str) -> str:
    return f"The only column of numbers, {name!r}, is forecast."


def no_time() -> str:
    return "No column holds time stamps: rows are taken as evenly spaced, in file order."


def time(names: tuple[str, ...]) -> str:
    return f"Time is read from {several(names)}."


def _named(names: tuple[str, ...]) -> str:
    """
    >>> _named(("a",)), _named(("a", "b"))
    ("Column 'a'", "Columns 'a', 'b'")
    """
    more = f", {len(names) - 6} more" if len(names) > 6 else ""
    return f"Column{'s' * (len(names) > 1)} {several(names[:6])}{more}"


def _verb(names: tuple[str, ...], verb: str) -> str:
    return verb if len(names) > 1 else verb + "s"
