"""The distance of two time stamps."""

from typing import Literal

DAY = 86_400_000  # milliseconds
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000}
NAMES = {"week": "週間", "day": "日", "hour": "時間", "minute": "分", "second": "秒"}


WEEK = "月火水木金土日"
PLACES = {"end": "月末", "first_workday": "月の最初の営業日", "last_workday": "月の最後の営業日"}


def step(
    kind: Literal["milliseconds", "nanoseconds", "rate", "months", "weekdays", "uneven", "rows"],
    size: float,
    place: str,
) -> str:
    """
    >>> step("milliseconds", 3_600_000, ""), step("months", 3, "day 30"), step("rows", 1, "")
    ('1時間', '3か月（30日）', '1行')
    """
    if kind == "weekdays":
        return f"1日（{_week(place or '1111100')}）"
    if kind == "months":
        where = PLACES.get(place) or place.removeprefix("day ") + "日"
        return ("1年" if size == 12 else f"{size}か月") + (f"（{where}）" if place else "")
    if kind == "rows":
        return f"{size}行"
    if kind == "rate":
        return f"1/{size}秒"
    if kind == "nanoseconds":
        return _duration(size / 1e6)
    return f"不均等（通常{_duration(size)}）" if kind == "uneven" else _duration(size)


def _week(mask: str) -> str:
    days = [k for k in range(7) if mask[k : k + 1] == "1"]
    begins = [k for k in days if (k - 1) % 7 not in days]
    if len(begins) != 1 or len(days) < 3:
        return "・".join(f"{WEEK[k]}曜" for k in days)
    return f"{WEEK[begins[0]]}曜〜{WEEK[(begins[0] + len(days) - 1) % 7]}曜"


def _duration(milliseconds: float) -> str:
    for name, unit in UNITS.items():
        if milliseconds >= unit and milliseconds % unit == 0:
            return f"{milliseconds // unit:.0f}{NAMES[name]}"
    if milliseconds % 1:
        return f"{1000 * milliseconds:.10g}マイクロ秒"
    return f"{milliseconds:.0f}ミリ秒"
