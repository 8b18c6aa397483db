"""Resampling of a table's groups: the rows of each span of time, or so many rows, become one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from recurra.data.grid import Laid
from recurra.data.prepare.plan import Plan, resampling
from recurra.data.prepare.resample import Resample
from recurra.data.steps import DAY, Step
from recurra.errors import SettingError
from recurra.words import Text, say

MONDAY = 4 * DAY  # the first one after the beginning of 1970


def resampled(
    laid: Sequence[Laid], names: Sequence[str], step: Step, plan: Plan
) -> tuple[list[Laid], Step, tuple[Text, ...]]:
    """Groups with fewer rows, the step between these, and what is said of it.

    A span holds the rows from its stamp on; one at an end of a group that is not there as a whole
    is left out. names: of the values' columns; of texts the last counts.

    Raises SettingError where the rows do not fit into spans.
    """
    how = resampling(plan)
    if not how:
        return list(laid), step, ()
    usual = next(iter(how.values()))
    ways = [how.get(name, Resample(usual.every, "last")) for name in names]
    pairs: list[tuple[Laid, np.ndarray, np.ndarray | None]]
    if usual.rows is not None:
        new = _of_rows(step, usual)
        pairs = [(g, *_counted(g, usual.rows)) for g in laid]
    else:
        new = _of_time(step, usual)
        pairs = [(g, *_timed(g, step, new)) for g in laid]
    found = [_joined(g, place, stamps, ways) for g, place, stamps in pairs]
    left_out = sum(int((place < 0).sum()) for _, place, _ in pairs)
    before, after = (sum(len(g.row) for g in some) for some in (laid, found))
    said = say("data.prepare.resampled", rows=before, left=after, step=new.said, out=left_out)
    return found, new, (said,)


def _of_rows(step: Step, how: Resample) -> Step:
    if step.kind != "rows":
        raise SettingError(say("data.prepare.needs_span", step=step.said, every=how.every))
    return step


def _of_time(step: Step, how: Resample) -> Step:
    new = how.span
    assert new is not None
    if step.kind == "rows":
        raise SettingError(say("data.prepare.needs_rows", every=how.every))
    finer = new.milliseconds > step.milliseconds
    if step.kind in ("milliseconds", "months") and step.kind == new.kind:
        finer &= new.size % step.size == 0
    if not finer or (step.kind == "months" and new.kind != "months"):
        raise SettingError(say("data.prepare.no_multiple", every=how.every, step=step.said))
    return new


def _counted(group: Laid, rows: int) -> tuple[np.ndarray, None]:
    """[T] the number of each row's span; -1 for what is left at the end."""
    place = np.arange(len(group.row)) // rows
    return np.where(place < len(place) // rows, place, -1), None


def _timed(group: Laid, step: Step, new: Step) -> tuple[np.ndarray, np.ndarray]:
    """[T] the number of each row's span, -1 outside, and the stamps of the spans."""
    assert group.time is not None
    number = _number(group.time, new)
    first, last = int(number[0]), int(number[-1])
    before = step.stamps(group.time[0], 2)
    if (group.time[0] - (before[1] - before[0])) >= _stamp(first, new):
        first += 1
    if step.stamps(group.time[-1], 2)[1] < _stamp(last + 1, new):
        last -= 1
    inside = (number >= first) & (number <= last)
    stamps = np.array([_stamp(k, new) for k in range(first, last + 1)], "datetime64[ms]")
    kept = stamps.astype(group.time.dtype)
    return np.where(inside, number - first, -1), kept if (kept == stamps).all() else stamps


def _number(time: np.ndarray, new: Step) -> np.ndarray:
    size = int(new.size)
    if new.kind == "months":
        return time.astype("datetime64[M]").astype(np.int64) // size
    return (time.astype("datetime64[ms]").astype(np.int64) - _start(size)) // size


def _stamp(number: int, new: Step) -> np.datetime64:
    size = int(new.size)
    if new.kind == "months":
        return np.datetime64(number * size, "M").astype("datetime64[ms]")
    return np.datetime64(number * size + _start(size), "ms")


def _start(size: int) -> int:
    """Weeks begin on Mondays."""
    return MONDAY if size % (7 * DAY) == 0 else 0


def _joined(group: Laid, place: np.ndarray, stamps: np.ndarray | None, ways: Sequence[Any]) -> Laid:
    count = int(place.max(initial=-1)) + 1 if stamps is None else len(stamps)
    values = np.full((count, group.values.shape[1]), np.nan)
    row = np.full(count, -1, np.int64)
    edges = np.searchsorted(np.where(place < 0, _outside(place), place), np.arange(count + 1))
    kinds = {one: [k for k, way in enumerate(ways) if way == one] for one in set(ways)}
    for k in range(count):
        rows = slice(edges[k], edges[k + 1])
        own = group.row[rows]
        if not len(own):
            continue
        row[k] = own[own >= 0][0] if (own >= 0).any() else -1
        for way, columns in kinds.items():
            values[k, columns] = way.joined(group.values[rows][:, columns])
    return Laid(group.key, stamps, values, row)


def _outside(place: np.ndarray) -> np.ndarray:
    """[T] for rows outside of all spans -1 before the first and a number above the last."""
    inside = np.flatnonzero(place >= 0)
    start = inside[0] if len(inside) else 0
    return np.where(np.arange(len(place)) < start, -1, place.max(initial=-1) + 1)
