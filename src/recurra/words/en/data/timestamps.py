"""Time stamps."""

from typing import Literal

UNITS = {
    "s": "seconds since 1970",
    "ms": "milliseconds since 1970",
    "us": "microseconds since 1970",
    "ns": "nanoseconds since 1970",
    "excel": "days as Excel counts them",
}
ORDERS = {"day/month": "day/month/year", "month/day": "month/day/year"}


def none(count: int) -> str:
    return f"no time stamp{_more(count)}"


def unreadable(value: str, count: int) -> str:
    return f"unreadable time stamp {value!r}{_more(count)}"


def how_to_write() -> str:
    return "Write times as 2024-01-31 13:45"


def zones(names: tuple[str, ...]) -> str:
    return f"Times with a zone ({', '.join(names)}) became UTC."


def local(names: tuple[str, ...]) -> str:
    return f"Times have a zone ({', '.join(names)}): the local time is kept."


def counted(unit: Literal["s", "ms", "us", "ns", "excel"]) -> str:
    return f"Times are {UNITS[unit]}."


def century(first: int, last: int) -> str:
    span = f"{first}" if first == last else f"{first} to {last}"
    return f"Years of two digits are read as {span}."


def quarters(value: str) -> str:
    return f"{value!r} and the like are read as quarters: only 1 to 4 occur."


def contradiction(value: str, other: str, line: int) -> str:
    return (
        f"{value!r} contradicts {other!r} in line {line}: day and month stand in different orders"
    )


def order(name: str, order: Literal["day/month", "month/day"], value: str | None) -> str:
    told = (
        "no value tells; with this order the steps are more even"
        if value is None
        else f"value {value!r} tells"
    )
    return f"Dates in {name!r} are read as {ORDERS[order]} ({told})."


def _more(count: int) -> str:
    return f"; {count} lines are like that" if count > 1 else ""
