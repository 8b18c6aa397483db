"""Scores and intervals as people read them; plain numbers: `recurra.words.numbers`."""

import math

from recurra import words
from recurra.records import Interval, ScoreInfo
from recurra.words.numbers import (
    MINUS,
    SPACE,
    agreeing,
    count,
    decimals,
    fixed,
    per_cent,
    placed,
    probability,
    rate,
    seconds,
    share,
    significant,
    size,
    span,
)

__all__ = [
    "MINUS", "SPACE", "apart", "between", "count", "decimals", "finite", "fixed", "gap",
    "half_width", "level", "per_cent", "placed", "probability", "rate", "score", "seconds", "share",
    "signed", "significant", "size", "span",
]  # fmt: skip


def finite(interval: Interval | None) -> bool:
    """Whether there is an interval with two ends.

    >>> finite(Interval(1.0, float("-inf"), 2.0)), finite(Interval(1.0, 0.0, 2.0))
    (False, True)
    """
    return interval is not None and all(
        math.isfinite(v) for v in (interval.value, interval.low, interval.high)
    )


def half_width(interval: Interval | None) -> float | None:
    """Half of the distance of its ends: what decides how many digits are shown."""
    if interval is None or not finite(interval):
        return None
    return (interval.high - interval.low) / 2


def score(value: float, info: ScoreInfo, spread: float | None = None) -> str:
    """A score with its unit.

    >>> score(0.97234, ScoreInfo("accuracy", "accuracy", True, percent=True), 0.017)
    '97.2\\xa0%'
    """
    return _bare(value, info, spread) + _unit(info)


def gap(value: float, info: ScoreInfo, spread: float | None = None) -> str:
    """A difference of two scores: percentages differ by percentage points.

    >>> gap(-0.012, ScoreInfo("accuracy", "accuracy", True, percent=True), 0.003)
    '−1.2\\xa0percentage points'
    """
    text = _bare(value, info, spread)
    return words.text("numbers.points", number=text) if info.percent else text + _unit(info)


def apart(
    one: float, other: float, info: ScoreInfo, spread: float | None = None
) -> tuple[str, str, str]:
    """Two scores and how far they lie apart, with digits that agree.

    >>> apart(0.9528, 0.9556, ScoreInfo("accuracy", "accuracy", True, percent=True), 0.002)
    ('95.28\\xa0%', '95.56\\xa0%', '0.28\\xa0percentage points')
    """
    factor = 100.0 if info.percent else 1.0
    wide = None if spread is None else spread * factor
    left, right, distance = agreeing(one * factor, other * factor, wide)
    distance = distance.removeprefix(MINUS)
    points = words.text("numbers.points", number=distance)
    between_them = points if info.percent else distance + _unit(info)
    return left + _unit(info), right + _unit(info), between_them


def signed(value: float, info: ScoreInfo, spread: float | None = None) -> str:
    """A difference without unit but always with its sign, for a table."""
    text = _bare(value, info, spread)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def between(interval: Interval, info: ScoreInfo, unit: bool = True) -> str:
    """The two ends of an interval of scores.

    >>> between(Interval(0.972, 0.951, 0.985), ScoreInfo("a", "accuracy", True, percent=True))
    '95.1 to 98.5\\xa0%'
    """
    factor = 100.0 if info.percent else 1.0
    ends = span(interval.low * factor, interval.high * factor)
    return ends + _unit(info) if unit else ends


def level(interval: Interval) -> str:
    """The level of an interval: '95 %'."""
    return share(interval.level)


def _bare(value: float, info: ScoreInfo, spread: float | None) -> str:
    factor = 100.0 if info.percent else 1.0
    return fixed(value * factor, None if spread is None else spread * factor)


def _unit(info: ScoreInfo) -> str:
    if info.percent:
        return per_cent("")
    return f"{SPACE}{info.unit}" if info.unit else ""
