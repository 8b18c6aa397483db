"""A step of a calendar: how far two time stamps are apart, said in words, counted in rows."""

from dataclasses import dataclass

import numpy as np

from recurra.words import Words, say

DAY = 86_400_000  # milliseconds
WORKDAYS = "1111100"  # Monday to Friday
FIXED = ("milliseconds", "nanoseconds", "rate")
_NS = np.timedelta64(1, "ns")


@dataclass(frozen=True)
class Step:
    """kind: milliseconds, nanoseconds, rate (steps a second), months, weekdays, uneven or rows;
    size: how many of them (the typical number of milliseconds for uneven ones).

    place, of months: "" for the same place of each, "end" for the last day, "day 30" for the 30th
    or the last day before it, "first_workday", "last_workday"; of weekdays: which are days of a
    week, from Monday, as "1111100", which "" stands for.

    >>> print(Step("milliseconds", 3_600_000), Step("months", 3), Step("rows"), sep=", ")
    1 hour, 3 months, 1 row
    >>> print(Step("rate", 128), Step("months", 1, "end"), Step("weekdays", 1, "1111001"), sep="; ")
    1/128 second; 1 month, on its last day; 1 day, Sunday to Thursday
    """

    kind: str
    size: float = 1
    place: str = ""

    @property
    def said(self) -> Words:
        """In words."""
        return say("data.steps.step", kind=self.kind, size=self.size, place=self.place)

    def __str__(self) -> str:
        return str(self.said)

    @property
    def even(self) -> bool:
        """Whether missing rows can be seen and put in."""
        return self.kind in (*FIXED, "months")

    @property
    def week(self) -> str:
        """The days of a week, of weekdays."""
        return self.place or WORKDAYS

    @property
    def milliseconds(self) -> float:
        """How long it is, about."""
        spans = {"months": 30.0 * DAY * self.size, "weekdays": float(DAY), "rows": 0.0}
        spans |= {"nanoseconds": self.size / 1e6, "rate": 1000.0 / self.size}
        return spans.get(self.kind, float(self.size))

    def grid(self, time: np.ndarray) -> np.ndarray:
        """Which row of its grid each stamp of a group belongs to, from zero; times are sorted."""
        if self.kind == "months":
            months = time.astype("datetime64[M]").astype(np.int64)
            return (months - months[0]) // int(self.size)
        if self.kind == "milliseconds":
            passed, size = _ms(time) - _ms(time)[0], int(self.size)
            return (passed + size // 2) // size
        if self.kind in FIXED:
            seconds, rest = np.divmod((time - time[0]) / _NS, 1e9)  # exact for 104 days
            if self.kind == "rate":
                return (seconds * self.size + np.round(rest * self.size / 1e9)).astype(np.int64)
            return np.round((seconds * 1e9 + rest) / self.size).astype(np.int64)
        return np.arange(len(time))

    def stamps(self, start: np.datetime64, count: int) -> np.ndarray:
        """[count] stamps of the grid that begins at `start`."""
        if self.kind == "months":
            return self._of_months(start, count)
        if self.kind == "weekdays":
            days = start.astype("datetime64[D]")
            steps = np.arange(count)
            moved = np.busday_offset(days, steps, roll="forward", weekmask=self.week)
            return moved.astype(start.dtype) + (start - days.astype(start.dtype))
        if self.kind in ("nanoseconds", "rate") or (self.kind == "uneven" and self.size % 1):
            rows = np.arange(count)
            if self.kind == "rate":
                rate = int(self.size)
                passed = rows // rate * 10**9 + (rows % rate * 10**9 + rate // 2) // rate
            else:
                size = self.size * (1e6 if self.kind == "uneven" else 1)
                passed = np.round(rows * size).astype(np.int64)
            return _rounded(start.astype("datetime64[ns]") + passed * _NS, start.dtype)
        ms = _ms(np.array([start]))[0] + int(self.size) * np.arange(count)
        stamps = ms.astype("datetime64[ms]")
        return stamps if start.dtype == "datetime64[ms]" else stamps.astype(start.dtype)

    def _of_months(self, start: np.datetime64, count: int) -> np.ndarray:
        months = start.astype("datetime64[M]") + int(self.size) * np.arange(count)
        if not self.place:
            rest = start - start.astype("datetime64[M]").astype(start.dtype)
            last = (months + 1).astype("datetime64[D]").astype(start.dtype)
            return np.minimum(months.astype(start.dtype) + rest, last - np.timedelta64(1, "D"))
        time_of_day = start - start.astype("datetime64[D]").astype(start.dtype)
        return days_of(months, self.place).astype(start.dtype) + time_of_day

    def season_candidates(self) -> tuple[int, ...]:
        """Seasonal periods in steps that are usual for this distance, shortest first."""
        if self.kind == "weekdays":
            return (self.week.count("1"),)
        if self.kind == "months":
            return (12 // int(self.size),) if self.size in (1, 2, 3, 4, 6) else ()
        if self.kind not in FIXED:
            return ()
        size = self.milliseconds
        periods = [DAY, 7 * DAY, round(365.25 * DAY)]
        if size <= 60_000:
            periods.insert(0, 3_600_000)
        return tuple(round(p / size) for p in periods if p >= 2 * size)


def days_of(months: np.ndarray, place: str) -> np.ndarray:
    """[N] the day of each month at a place, see `Step`.

    >>> print(*days_of(np.array(["2023-02", "2023-04"], "datetime64[M]"), "last_workday"))
    2023-02-28 2023-04-28
    """
    first = months.astype("datetime64[D]")
    last = (months + 1).astype("datetime64[D]") - 1
    if place == "end":
        return last
    if place == "first_workday":
        return np.busday_offset(first, 0, roll="forward")
    if place == "last_workday":
        return np.busday_offset(last, 0, roll="backward")
    return np.minimum(first + (int(place.removeprefix("day ")) - 1), last)


def _ms(time: np.ndarray) -> np.ndarray:
    return time.astype("datetime64[ms]").astype(np.int64)


def _rounded(stamps: np.ndarray, kind: "np.dtype[np.datetime64]") -> np.ndarray:
    """To the unit of the stamps of a file, microseconds at least."""
    unit = np.datetime_data(kind)[0]
    per = {"ms": 10**6, "us": 10**3}.get(unit, 1)
    if unit == "ns" or per == 1:
        micro = stamps.astype("datetime64[us]")
        return micro if (micro == stamps).all() else stamps
    whole = (stamps.astype(np.int64) + per // 2) // per
    return whole.astype(f"datetime64[{unit}]")
