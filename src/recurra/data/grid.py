"""Rows of a table, put in order of time: one grid a group, duplicates joined, gaps opened."""

from dataclasses import dataclass

import numpy as np

from recurra.data.steps import Step, find_step
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
    opened: int = 0
    longest: int = 0
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
    sorted_rows = [_in_order(time, r, counts) for r in rows]
    firsts = [_first_of_each(time[r]) for r in sorted_rows]
    counts.duplicates = sum(len(r) - len(f) for r, f in zip(sorted_rows, firsts, strict=True))
    _check_duplicates(table, counts, keys is not None)
    step = step or find_step([time[r][f] for r, f in zip(sorted_rows, firsts, strict=True)])
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
    place = step.grid(time) if step.even else np.cumsum(np.diff(time, prepend=time[:1]) > 0)
    starts = np.flatnonzero(np.concatenate([[True], np.diff(place) > 0]))
    joined = values[starts] if len(starts) == len(values) else _joined(values, starts, discrete)
    place = place[starts]
    if not step.even:
        return Laid(key, time[starts], joined, rows[starts])
    n = int(place[-1]) + 1
    counts.opened += n - len(starts)
    counts.longest = max(counts.longest, int(np.diff(place, prepend=place[0]).max(initial=0)) - 1)
    if n == len(starts) and (time[starts] == step.stamps(time[0], n)).all():
        return Laid(key, time[starts], joined, rows[starts])
    out = np.full((n, values.shape[1]), np.nan)
    source = np.full(n, -1, np.int64)
    out[place], source[place] = joined, rows[starts]
    return Laid(key, step.stamps(time[0], n), out, source)


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
    if counts.opened:
        said.append(
            say("data.grid.opened", count=counts.opened, longest=counts.longest, step=step.said)
        )
    if step.kind == "uneven":
        said.append(say("data.grid.uneven", step=step.said))
    return tuple(said)
