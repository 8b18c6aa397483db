"""Rows of a table, put in order of time: one grid a group, duplicates joined, gaps opened."""

from dataclasses import dataclass

import numpy as np

from recurra.data.find_step import find_step, misfits
from recurra.data.steps import Step
from recurra.data.table import Table
from recurra.words import Text, say

MANY = 0.2  # with this share of duplicated times, rows belong to several series


@dataclass(frozen=True, eq=False)
class Laid:
    """One group on its grid. values: [T, columns] with NaN for missing; row: [T] the table's row,
    -1 where a gap was opened."""

    key: str
    time: np.ndarray | None
    values: np.ndarray
    row: np.ndarray


@dataclass
class _Counts:
    unsorted: int = 0
    duplicates: int = 0
    near: int = 0  # joined, as they are nearer to each other than a step
    moved: int = 0  # to the grid
    farthest: float = 0.0  # in milliseconds
    opened: int = 0
    longest: int = 0
    off: int = 0  # working days without a row
    rows: int = 0


def lay(
    table: Table,
    time: np.ndarray | None,
    keys: np.ndarray | None,
    values: np.ndarray,
    discrete: np.ndarray,
    step: Step | None = None,
) -> tuple[list[Laid], Step, tuple[Text, ...]]:
    """Groups in order of their keys, each on an even grid where the step allows it.

    values: [N, columns]; discrete: [columns] bool, categories: of duplicated times the first one
    counts, of numbers the mean. step: as found at training time (prediction), else it is found.
    """
    names, rows = _by_key(keys, len(values))
    if time is None:
        laid = [Laid(str(k), None, values[r], r) for k, r in zip(names, rows, strict=True)]
        return laid, Step("rows"), ()
    counts = _Counts(rows=len(values))
    if keys is None and step is None and (time[1:] > time[:-1]).all():
        step = find_step([time])
        row = np.arange(len(time))
        return [_on_grid("", time, values, row, discrete, step, counts)], step, _said(counts, step)
    sorted_rows = [_in_order(time, r, counts) for r in rows]
    firsts = [_first_of_each(time[r]) for r in sorted_rows]
    counts.duplicates = sum(len(r) - len(f) for r, f in zip(sorted_rows, firsts, strict=True))
    _check_duplicates(table, counts, keys is not None)
    own = [time[r][f] for r, f in zip(sorted_rows, firsts, strict=True)]
    if step is not None and misfits(step, own):
        what = say("data.grid.other_step", step=step.said, found=find_step(own).said)
        raise table.error(what, None, "time", say("data.grid.give_same_step"))
    step = step or find_step(own)
    laid = [
        _on_grid(str(k), time[r], _taken(values, r), r, discrete, step, counts)
        for k, r in zip(names, sorted_rows, strict=True)
    ]
    return laid, step, _said(counts, step)


def _taken(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Some rows; all of them in order are no copy."""
    whole = len(rows) == len(values) and (rows[1:] > rows[:-1]).all()
    return values if whole else values[rows]


def _by_key(keys: np.ndarray | None, count: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """The distinct keys, sorted, and the rows of each in the order of the file."""
    if keys is None:
        return np.array([""]), [np.arange(count)]
    names, number = np.unique(keys, return_inverse=True)
    order = np.argsort(number, kind="stable")
    return names, np.split(order, np.cumsum(np.bincount(number))[:-1])


def _in_order(time: np.ndarray, rows: np.ndarray, counts: _Counts) -> np.ndarray:
    backwards = int((np.diff(time[rows]).astype(np.int64) < 0).sum())
    counts.unsorted += backwards
    return rows[np.argsort(time[rows], kind="stable")] if backwards else rows


def _first_of_each(time: np.ndarray) -> np.ndarray:
    return np.flatnonzero(np.concatenate([[True], np.diff(time).astype(np.int64) > 0]))


def _on_grid(
    key: str,
    time: np.ndarray,
    values: np.ndarray,
    rows: np.ndarray,
    discrete: np.ndarray,
    step: Step,
    counts: _Counts,
) -> Laid:
    if step.kind == "milliseconds" and _exact(time, step):
        return Laid(key, time, values, rows)
    place = step.grid(time) if step.even else np.cumsum(np.diff(time, prepend=time[:1]) > 0)
    if step.even and place[-1] == len(place) - 1 and (np.diff(place) == 1).all():
        return Laid(key, _stamped(step, time, place, len(place), counts), values, rows)
    starts = np.flatnonzero(np.concatenate([[True], np.diff(place) > 0]))
    joined = values[starts] if len(starts) == len(values) else _joined(values, starts, discrete)
    counts.near += len(_first_of_each(time)) - len(starts)
    place = place[starts]
    if not step.even:
        counts.off += _days_off(step, time[starts])
        return Laid(key, time[starts], joined, rows[starts])
    n = int(place[-1]) + 1
    counts.opened += n - len(starts)
    counts.longest = max(counts.longest, int(np.diff(place, prepend=place[0]).max(initial=0)) - 1)
    stamps = _stamped(step, time[starts], place, n, counts)
    if n == len(starts):
        return Laid(key, stamps, joined, rows[starts])
    out = np.full((n, values.shape[1]), np.nan)
    source = np.full(n, -1, np.int64)
    out[place], source[place] = joined, rows[starts]
    return Laid(key, stamps, out, source)


def _exact(time: np.ndarray, step: Step) -> bool:
    """Whether all rows are there, each at its moment."""
    size = np.timedelta64(int(step.size), "ms")
    some = slice(0, 1000)
    return all(bool((np.diff(own) == size).all()) for own in (time[some], time))


def _stamped(
    step: Step, time: np.ndarray, place: np.ndarray, count: int, counts: _Counts
) -> np.ndarray:
    """The stamps of a grid: of a calendar and of a rate the rows keep their own."""
    stamps = step.stamps(time[0], count)
    if step.kind in ("months", "rate"):
        stamps = stamps.astype(np.promote_types(stamps.dtype, time.dtype))
        stamps[place] = time
        return stamps
    away = np.abs(stamps[place] - time) / np.timedelta64(1, "ms")
    counts.moved += int((away > 0).sum())
    counts.farthest = max(counts.farthest, float(away.max(initial=0.0)))
    return stamps


def _days_off(step: Step, time: np.ndarray) -> int:
    """Working days between the first and the last that have no row."""
    if step.kind != "weekdays":
        return 0
    first, last = time[0].astype("datetime64[D]"), time[-1].astype("datetime64[D]")
    days = np.unique(time.astype("datetime64[D]"))
    within = int(np.is_busday(days, weekmask=step.week).sum())
    return int(np.busday_count(first, last + 1, weekmask=step.week)) - within


def _joined(values: np.ndarray, starts: np.ndarray, discrete: np.ndarray) -> np.ndarray:
    """Rows of one time as one: the mean of what is there, of categories the first."""
    present = ~np.isnan(values)
    count = np.add.reduceat(present, starts, axis=0)
    total = np.add.reduceat(np.where(present, values, 0.0), starts, axis=0)
    out = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    out[:, discrete] = values[starts][:, discrete]
    return out


def _check_duplicates(table: Table, counts: _Counts, grouped: bool) -> None:
    if counts.duplicates <= MANY * counts.rows:
        return
    remedy = say("data.grid.time_of_day") if grouped else say("data.grid.several_series")
    what = say("data.grid.same_times", count=counts.duplicates, rows=counts.rows)
    raise table.error(what, None, "time", remedy)


def _said(counts: _Counts, step: Step) -> tuple[Text, ...]:
    said: list[Text] = []
    if counts.unsorted:
        said.append(say("data.grid.in_order"))
    if counts.duplicates:
        said.append(say("data.grid.joined", count=counts.duplicates))
    if counts.near:
        said.append(say("data.grid.near", count=counts.near, step=step.said))
    if counts.moved:
        most = counts.farthest / step.milliseconds
        said.append(say("data.grid.moved", count=counts.moved, step=step.said, most=most))
    if counts.off:
        said.append(say("data.grid.days_off", count=counts.off))
    if counts.opened:
        said.append(
            say("data.grid.opened", count=counts.opened, longest=counts.longest, step=step.said)
        )
    if step.kind == "uneven":
        said.append(say("data.grid.uneven", step=step.said))
    return tuple(said)
