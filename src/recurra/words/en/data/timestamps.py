"""Time stamps."""

from typing import Literal

ORDERS = {"day/month": "day/month/year", "month/day": "month/day/year"}


def none(count: int) -> str:
    return f"no time stamp{_more(count)}"


def unreadable(value: str, count: int) -> str:
    return f"unreadable time stamp {value!r}{_more(count)}"


def how_to_write() -> str:
    return "Write times as 2024-01-31 13:45"


def zones(names: tuple[str, ...]) -> str:
    return f"Times with a zone ({', '.join(names)}) became UTC."


def seconds() -> str:
    return "Times are seconds since 1970."


def milliseconds() -> str:
    return "Times are milliseconds since 1970."


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
