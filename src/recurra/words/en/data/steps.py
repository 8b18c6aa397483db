"""The distance of two time stamps."""

from typing import Literal

from recurra.words.en.phrases import counted

DAY = 86_400_000  # milliseconds
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000}
NAMES = {"week": "week", "day": "day", "hour": "hour", "minute": "minute", "second": "second"}


def step(kind: Literal["milliseconds", "months", "weekdays", "uneven", "rows"], size: int) -> str:
    """
    >>> step("milliseconds", 3_600_000), step("months", 3), step("rows", 1)
    ('1 hour', '3 months', '1 row')
    """
    if kind == "weekdays":
        return "1 day, Monday to Friday"
    if kind == "months" and size == 12:
        return "1 year"
    if kind in ("months", "rows"):
        return f"{size} {kind[:-1]}{'s' * (size != 1)}"
    return ("uneven, typically " if kind == "uneven" else "") + _duration(size)


def _duration(milliseconds: int) -> str:
    """
    >>> _duration(600_000), _duration(250), _duration(7 * DAY)
    ('10 minutes', '250 milliseconds', '1 week')
    """
    for name, unit in UNITS.items():
        if milliseconds % unit == 0:
            return f"{milliseconds // unit} {NAMES[name]}{'s' * (milliseconds > unit)}"
    return f"{counted(milliseconds, 'millisecond')}"
