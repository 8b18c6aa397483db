"""The distance of two time stamps."""

from typing import Literal

DAY = 86_400_000  # milliseconds
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000}
NAMES = {"week": "週間", "day": "日", "hour": "時間", "minute": "分", "second": "秒"}


def step(kind: Literal["milliseconds", "months", "weekdays", "uneven", "rows"], size: int) -> str:
    """
    >>> step("milliseconds", 3_600_000), step("months", 3), step("rows", 1)
    ('1時間', '3か月', '1行')
    """
    if kind == "weekdays":
        return "1日（月曜〜金曜）"
    if kind == "months":
        return "1年" if size == 12 else f"{size}か月"
    if kind == "rows":
        return f"{size}行"
    return f"不均等（通常{_duration(size)}）" if kind == "uneven" else _duration(size)


def _duration(milliseconds: int) -> str:
    for name, unit in UNITS.items():
        if milliseconds % unit == 0:
            return f"{milliseconds // unit}{NAMES[name]}"
    return f"{milliseconds}ミリ秒"
