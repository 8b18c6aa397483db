"""The distance of two time stamps: found in the data, said in words, counted in rows."""

from dataclasses import dataclass

import numpy as np

from recurra.words import Words, say

DAY = 86_400_000  # milliseconds
FULL = 0.5  # a grid must have values in at least this share of its rows
JITTER = 0.2  # of a step: stamps this near to the grid are on it
MOST = 0.9  # share of the steps that must be near to a whole number of steps


@dataclass(frozen=True)
class Step:
    """kind: milliseconds, months, weekdays, uneven or rows; size: how many of them (the typical
    number of milliseconds for uneven ones).

    >>> print(Step("milliseconds", 3_600_000), Step("months", 3), Step("rows"), sep=", ")
    1 hour, 3 months, 1 row
    """

    kind: str
    size: int = 1

    @property
    def said(self) -> Words:
        """In words."""
        return say("data.steps.step", kind=self.kind, size=self.size)

    def __str__(self) -> str:
        return str(self.said)

    @property
    def even(self) -> bool:
        """Whether missing rows can be seen and put in."""
        return self.kind in ("milliseconds", "months")

    def grid(self, time: np.ndarray) -> np.ndarray:
        """Which row of its grid each stamp of a group belongs to, from zero; times are sorted."""
        if self.kind == "months":
            months = time.astype("datetime64[M]").astype(np.int64)
            return (months - months[0]) // self.size
        if self.kind == "milliseconds":
            passed = _ms(time) - _ms(time)[0]
            return (passed + self.size // 2) // self.size
        return np.arange(len(time))

    def stamps(self, start: np.datetime64, count: int) -> np.ndarray:
        """[count] stamps of the grid that begins at `start`."""
        if self.kind == "months":
            first = start.astype("datetime64[M]")
            rest = start - first.astype(start.dtype)
            months = first + self.size * np.arange(count)
            last = (months + 1).astype("datetime64[D]").astype(start.dtype)
            moved = months.astype(start.dtype) + rest
            return np.minimum(moved, last - np.timedelta64(1, "D"))
        if self.kind == "weekdays":
            days = start.astype("datetime64[D]")
            moved = np.busday_offset(days, np.arange(count), roll="forward")
            return moved.astype(start.dtype) + (start - days.astype(start.dtype))
        ms = _ms(np.array([start]))[0] + self.size * np.arange(count)
        stamps = ms.astype("datetime64[ms]")
        return stamps if start.dtype == "datetime64[ms]" else stamps.astype(start.dtype)

    def season_candidates(self) -> tuple[int, ...]:
        """Seasonal periods in steps that are usual for this distance, shortest first."""
        if self.kind == "weekdays":
            return (5,)
        if self.kind == "months":
            return (12 // self.size,) if self.size in (1, 2, 3, 4, 6) else ()
        if self.kind != "milliseconds":
            return ()
        periods = [DAY, 7 * DAY, round(365.25 * DAY)]
        if self.size <= 60_000:
            periods.insert(0, 3_600_000)
        return tuple(round(p / self.size) for p in periods if p >= 2 * self.size)


def find_step(times: list[np.ndarray]) -> Step:
    """The step of sorted stamps without duplicates, over all groups together."""
    gaps = np.concatenate([np.diff(_ms(t)) for t in times])
    if len(gaps) == 0:
        return Step("rows")
    months = _months(times)
    if months:
        return Step("months", months)
    sizes, counts = _counted(gaps)
    usual = int(sizes[np.argmax(counts)])
    if counts.max() < 0.5 * len(gaps):  # jitter: the median is nearer to the truth than the mode
        usual = _rounded(float(np.median(gaps)))
    if usual == DAY and _weekdays_only(times):
        return Step("weekdays")
    off = np.abs(gaps / usual - np.maximum(np.round(gaps / usual), 1))
    if (off <= JITTER).mean() < MOST or _filling(gaps, usual) < FULL:
        return Step("uneven", usual)
    return Step("milliseconds", usual)


def _counted(gaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values, ascending, and how often each is there."""
    if (gaps == gaps[0]).all():
        return gaps[:1], np.array([len(gaps)])
    return np.unique(gaps, return_counts=True)


def _filling(gaps: np.ndarray, size: int) -> float:
    """Share of the grid's rows that have a value."""
    return len(gaps) / float(np.maximum(np.round(gaps / size), 1).sum())


def _months(times: list[np.ndarray]) -> int:
    """Months between stamps, where all lie at the same place of their month; else 0."""
    month = np.timedelta64(28, "D")
    if any((np.diff(t) < month).any() for t in times):
        return 0
    both = np.concatenate(times)
    first = both.astype("datetime64[M]")
    day = np.timedelta64(1, "D")
    last_day = ((first + 1).astype(both.dtype) - both <= day).all()
    since = both - first.astype(both.dtype)
    same_place = last_day or (since == since[0]).all()
    gaps = np.concatenate([np.diff(t.astype("datetime64[M]").astype(np.int64)) for t in times])
    if not same_place or (gaps < 1).any():
        return 0
    sizes, counts = np.unique(gaps, return_counts=True)
    size = int(sizes[np.argmax(counts)])
    fits = (gaps % size == 0).all() and len(gaps) / (gaps // size).sum() >= FULL
    return size if fits else 0


def _weekdays_only(times: list[np.ndarray]) -> bool:
    days = np.concatenate(times).astype("datetime64[D]")
    return len(days) >= 10 and bool(np.is_busday(days).all())


def _ms(time: np.ndarray) -> np.ndarray:
    return time.astype("datetime64[ms]").astype(np.int64)


def _rounded(ms: float) -> int:
    """To the unit that the step is at least ten of.

    >>> _rounded(600_400.0)
    600000
    """
    for unit in (60_000, 1000, 100, 10):
        if ms >= 5 * unit:
            return round(ms / unit) * unit
    return max(1, round(ms))
