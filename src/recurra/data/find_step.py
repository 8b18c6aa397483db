"""Finding the step of a calendar in stamps; whether other stamps have it."""

import numpy as np

from recurra.data.steps import DAY, FIXED, WORKDAYS, Step, days_of

FULL = 0.5  # a grid must have values in at least this share of its rows
JITTER = 0.2  # of a step: stamps this near to the grid are on it
MOST = 0.9  # share of the steps that must be near to a whole number of steps
JOINED = 0.2  # share of the rows that may fall on the row of another one
LONGEST = 9e18  # nanoseconds that 64 bits hold
_PLACES = ("end", "first_workday", "last_workday")


def find_step(times: list[np.ndarray]) -> Step:
    """The step of sorted stamps without duplicates, over all groups together."""
    unit, gaps = _gaps(times)
    if len(gaps) == 0:
        return Step("rows")
    months = _months(times)
    if months is not None:
        return months
    sizes, counts = _counted(gaps)
    usual = int(sizes[np.argmax(counts)])
    if len(sizes) == 1 and usual * unit % (DAY * 10**6):
        return _span(usual * unit)
    week = _week(times, usual * unit == DAY * 1e6)
    if week:
        return Step("weekdays", 1, "" if week == WORKDAYS else week)
    if counts.max() < len(gaps):
        rounded = _rounded_grid(times, unit)
        if rounded is not None:
            return rounded
    if counts.max() < 0.5 * len(gaps):  # jitter: the median is nearer to the truth than the mode
        usual = max(1, _rounded(float(np.median(gaps)), unit))
    off = np.abs(gaps / usual - np.maximum(np.round(gaps / usual), 1))
    if (off <= JITTER).mean() < MOST or _filling(gaps, usual) < FULL:
        return Step("uneven", usual if unit == 1_000_000 else usual / 1e6)
    return _span(usual * unit)


def misfits(step: Step, times: list[np.ndarray]) -> bool:
    """Whether sorted stamps without duplicates have another step than this one."""
    _, gaps = _gaps(times)
    if len(gaps) < 3 or step.kind in ("rows", "uneven"):
        return False
    every = sum(len(t) for t in times)
    if step.kind == "weekdays":
        within = np.is_busday(_days(np.concatenate(times)), weekmask=step.week)
        rows = _rows_of_weeks(times, step.week)
        return bool(within.mean() < MOST or every > (1 + JOINED) * rows or every < FULL * rows)
    places = [step.grid(t) for t in times]
    kept = sum(len(np.unique(p)) for p in places)
    rows = sum(int(p[-1]) + 1 for p in places if len(p))
    if kept < (1 - JOINED) * every or kept < FULL * rows:
        return True
    return step.kind in FIXED and _off_grid(step, times, places) > 1 - MOST


def _off_grid(step: Step, times: list[np.ndarray], places: list[np.ndarray]) -> float:
    """Share of the stamps that are far from the grid of their group."""
    size = step.milliseconds * 1e6
    far = [
        np.abs((t - t[0]) / np.timedelta64(1, "ns") - p * size) > JITTER * size
        for t, p in zip(times, places, strict=True)
    ]
    return float(np.concatenate(far).mean())


def _gaps(times: list[np.ndarray]) -> tuple[int, np.ndarray]:
    """Gaps in milliseconds or, where stamps are finer, nanoseconds; and how many of these are in
    the unit."""
    fine = any(np.datetime_data(t.dtype)[0] in ("us", "ns") for t in times)
    unit = "ns" if fine else "ms"
    gaps = [np.diff(t).astype(f"timedelta64[{unit}]", copy=False).view(np.int64) for t in times]
    return 1 if fine else 1_000_000, gaps[0] if len(gaps) == 1 else np.concatenate(gaps)


def _span(ns: int) -> Step:
    return Step("milliseconds", ns // 10**6) if ns % 10**6 == 0 else Step("nanoseconds", ns)


def _rounded_grid(times: list[np.ndarray], unit: int) -> Step | None:
    """An even step of which each stamp is rounded to the unit in which stamps are written, as
    0.007812, 0.015625 are of 128 a second; None where they are not."""
    passed = [(t - t[0]) / np.timedelta64(1, "ns") for t in times if len(t)]
    gaps = np.concatenate([np.diff(p) for p in passed])
    if gaps.max() > LONGEST:
        return None
    written = float(np.gcd.reduce(gaps.astype(np.int64)))
    single = gaps[gaps < 1.5 * np.median(gaps)]
    if len(gaps) < 8 or written >= np.median(gaps) / 2:
        return None
    size = float(single.mean())
    for _ in range(3):  # long gaps are counted better with every better size
        counts = [np.cumsum(np.maximum(np.round(np.diff(p) / size), 1)) for p in passed]
        steps = sum(float(c[-1]) for c in counts if len(c))
        size = sum(float(p[-1]) for p in passed) / steps
    longest = max(float(c[-1]) for c in counts if len(c))
    found = _nice(size, 2 * written / longest)
    exact = found.milliseconds * 1e6
    for own, count in zip(passed, counts, strict=True):
        if (
            len(count)
            and (
                np.abs(own[1:] - count * exact - _middle(own[1:] - count * exact)) > 1.01 * written
            ).any()
        ):
            return None
    return found if len(gaps) / steps >= FULL else None


def _middle(off: np.ndarray) -> float:
    return float((off.max() + off.min()) / 2)


def _nice(size: float, error: float) -> Step:
    """The roundest step within an error of a size in nanoseconds."""
    spans = [DAY * 10**6, 3600 * 10**9, 60 * 10**9, 10**9]
    for span in spans:
        count = round(size / span)
        if count and abs(count * span - size) <= error:
            return _span(count * span)
    rate = round(1e9 / size)
    if rate and abs(1e9 / rate - size) <= error:
        return Step("rate", rate)
    for span in (10**6, 10**5, 10**4, 10**3, 100, 10):
        if round(size / span) and abs(round(size / span) * span - size) <= error:
            return _span(round(size / span) * span)
    return _span(round(size))


def _counted(gaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values, ascending, and how often each is there."""
    if (gaps == gaps[0]).all():
        return gaps[:1], np.array([len(gaps)])
    return np.unique(gaps, return_counts=True)


def _filling(gaps: np.ndarray, size: int) -> float:
    """Share of the grid's rows that have a value."""
    return len(gaps) / float(np.maximum(np.round(gaps / size), 1).sum())


def _months(times: list[np.ndarray]) -> Step | None:
    """Months between stamps, where all lie at one place of their month; else None."""
    month = np.timedelta64(26, "D")  # from a first working day on a Monday 3rd to the next 1st
    if any((np.diff(t) < month).any() for t in times):
        return None
    gaps = np.concatenate([np.diff(t.astype("datetime64[M]").astype(np.int64)) for t in times])
    if (gaps < 1).any():
        return None
    sizes, counts = np.unique(gaps, return_counts=True)
    size = int(sizes[np.argmax(counts)])
    if (gaps % size != 0).any() or len(gaps) / (gaps // size).sum() < FULL:
        return None
    place = _place(np.concatenate(times), size)
    return None if place is None else Step("months", size, place)


def _place(both: np.ndarray, size: int) -> str | None:
    """The place of stamps in their months; None where there is none."""
    months, days = both.astype("datetime64[M]"), both.astype("datetime64[D]")
    times_of_day = both - days
    if (times_of_day != times_of_day[0]).any():
        ends = (months + 1).astype(both.dtype) - both <= np.timedelta64(1, "D")
        return "end" if ends.all() else None
    for place in _PLACES[:1]:
        if (days == days_of(months, place)).all():
            return place
    since = (days - months.astype("datetime64[D]")).astype(np.int64)
    if (since == since[0]).all():
        return "" if since[0] < 28 else f"day {since[0] + 1}"
    if (days == days_of(months, f"day {since.max() + 1}")).all():
        return f"day {since.max() + 1}"
    if len(both) < 6:
        return None
    for place in _PLACES[1:]:  # a holiday may put a few of them off
        if (days == days_of(months, place)).mean() >= MOST:
            return place
    steps = np.diff(days).astype(np.int64)
    spread = since.max() - since.min() <= 10 and size * 30 > 1
    regular = len(np.unique(steps)) == 1  # every 30 days, for instance
    return f"day {int(np.median(since)) + 1}" if spread and not regular else None


def _week(times: list[np.ndarray], daily: bool) -> str:
    """The days of a week on which there are stamps, where these are not all and it shows."""
    both = np.concatenate(times)
    days = both.astype("datetime64[D]")
    if len(days) < 10:
        return ""
    number = (days.astype(np.int64) + 3) % 7
    mask = "".join("1" if (number == k).any() else "0" for k in range(7))
    workdays = WORKDAYS if daily and bool(np.is_busday(days).all()) else ""
    if workdays and mask == WORKDAYS:
        return WORKDAYS
    if not 2 <= mask.count("1") <= 6 or len(np.unique(both - days)) > 1:
        return workdays
    if max(int((_days(t[-1]) - _days(t[0])).astype(int)) for t in times if len(t)) < 14:
        return workdays
    return mask if len(days) >= MOST * _rows_of_weeks(times, mask) else workdays


def _rows_of_weeks(times: list[np.ndarray], mask: str) -> int:
    """How many days of such weeks lie between the first and the last of each group."""
    spans = [(_days(t[0]), _days(t[-1])) for t in times if len(t)]
    return sum(int(np.busday_count(a, b, weekmask=mask)) + 1 for a, b in spans)


def _days(time: np.ndarray) -> np.ndarray:
    return time.astype("datetime64[D]")


def _rounded(size: float, unit: int) -> int:
    """To the unit that the step is at least ten of; milliseconds or nanoseconds.

    >>> _rounded(600_400.0, 1_000_000), _rounded(200_003.0, 1)
    (600000, 200000)
    """
    coarse = (60_000, 1000, 100, 10)
    for one in (
        coarse if unit > 1 else (*(10**6 * c for c in coarse), 10**6, 10**5, 10**4, 10**3, 100, 10)
    ):
        if size >= 5 * one:
            return round(size / one) * one
    return max(1, round(size))
