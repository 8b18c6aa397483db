"""The distance of two time stamps."""

from typing import Literal

DAY = 86_400_000  # milliseconds
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000}
NAMES = {"week": "week", "day": "day", "hour": "hour", "minute": "minute", "second": "second"}


WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACES = {
    "end": "on its last day",
    "first_workday": "on its first working day",
    "last_workday": "on its last working day",
}


def step(
    kind: Literal["milliseconds", "nanoseconds", "rate", "months", "weekdays", "uneven", "rows"],
    size: float,
    place: str,
) -> str:
    """
    >>> step("milliseconds", 3_600_000, ""), step("months", 3, "day 30"), step("rows", 1, "")
    ('1 hour', '3 months, on day 30', '1 row')
    """
    if kind == "weekdays":
        return f"1 day, {_week(place or '1111100')}"
    if kind == "months":
        span = "1 year" if size == 12 else f"{size} month{'s' * (size != 1)}"
        return f"{span}, {PLACES.get(place) or 'on ' + place}" if place else span
    if kind == "rows":
        return f"{size} row{'s' * (size != 1)}"
    if kind == "rate":
        return f"1/{size} second"
    if kind == "nanoseconds":
        return _duration(size / 1e6)
    return ("uneven, typically " if kind == "uneven" else "") + _duration(size)


def _week(mask: str) -> str:
    """
    >>> _week("1111001"), _week("1010100")
    ('Sunday to Thursday', 'Monday, Wednesday, Friday')
    """
    days = [k for k in range(7) if mask[k : k + 1] == "1"]
    begins = [k for k in days if (k - 1) % 7 not in days]
    if len(begins) != 1 or len(days) < 3:
        return ", ".join(WEEK[k] for k in days)
    return f"{WEEK[begins[0]]} to {WEEK[(begins[0] + len(days) - 1) % 7]}"


def _duration(milliseconds: float) -> str:
    """
    >>> _duration(600_000), _duration(250), _duration(7 * DAY), _duration(0.2)
    ('10 minutes', '250 milliseconds', '1 week', '200 microseconds')
    """
    for name, unit in UNITS.items():
        if milliseconds >= unit and milliseconds % unit == 0:
            return f"{milliseconds // unit:.0f} {NAMES[name]}{'s' * (milliseconds > unit)}"
    if milliseconds % 1:
        size = f"{1000 * milliseconds:.10g}"
        return f"{size} microsecond{'s' * (size != '1')}"
    return f"{milliseconds:.0f} millisecond{'s' * (milliseconds != 1)}"
