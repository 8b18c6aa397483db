"""Columns of a table over time that show its target: of later rows, smoothed over them, as it is.

A column may say nothing of the target's row that the target's own past does not: where its changes
follow from the target's changes of later rows and not from those until its own, it was made from
the future. What a column tells of its own row is a leak where it is known ahead, else a copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recurra.data import calendar_columns
from recurra.data.series import Series
from recurra.words import Text, say

COPY = 0.99  # correlation of changes above which a column is taken for the target itself
SAME = 0.9999  # of one that is the target in another unit
LAGS = 48  # rows ahead that are looked at
ENOUGH = 20_000  # rows tell it, the last of the training part on
FITTED = 4_000  # rows of a regression
FEW = 4  # rows for each of its numbers, at least
EXPLAINED = 0.01  # share of the variance that may be left where the future explains a column
UNEXPLAINED = 10  # times more that is left where the past alone has to
FLOOR = 1e-3  # and at least so much


@dataclass(frozen=True)
class Shown:
    """kind: shifted, smoothed, ahead or copy; steps: of a shifted one how many rows."""

    kind: str
    column: str
    target: str
    steps: int = 0

    @property
    def serious(self) -> bool:
        """A copy whose past alone is seen tells nothing new."""
        return self.kind != "copy"

    @property
    def said(self) -> Text:
        """In a sentence."""
        if self.kind == "shifted":
            return say(
                "data.leakage.shifted", column=self.column, target=self.target, steps=self.steps
            )
        if self.kind == "smoothed":
            return say("data.leakage.smoothed", column=self.column, target=self.target)
        if self.kind == "ahead":
            return say("data.leakage.copy_ahead", column=self.column, target=self.target)
        return say("data.leakage.copy", column=self.column, target=self.target)


def shown(series: Series) -> Iterator[Shown]:
    """What is found of each column and target."""
    made = {*calendar_columns.names(series.facts.calendar), *series.targets}
    columns = [n for n in series.facts.numbers or series.columns if n not in made]
    known = np.array([n in series.known for n in columns], bool)
    changes = _changes(series)
    where = series.where(tuple(columns))
    for target, t in zip(series.targets, series.where(series.targets), strict=True):
        own = tuple(one[:, t] for one in changes)
        longest = max(changes, key=len, default=np.zeros((0, len(series.columns))))
        smoothed = _need_future(longest[:, where], longest[:, t], known) if columns else ()
        for k, column in enumerate(columns):
            pair = _Pair(tuple(one[:, where[k]] for one in changes), own)
            kind, steps = pair.verdict(bool(known[k]), bool(smoothed[k]))
            if kind:
                yield Shown(kind, column, target, steps)


def _changes(series: Series) -> list[np.ndarray]:
    """[T, columns] from row to row, of the first groups."""
    count = int(np.searchsorted(series.starts, ENOUGH)) + 1
    rows = [g.values[:ENOUGH] for g in series.groups[:count]]
    return [np.diff(one, axis=0) for one in rows if len(one) > 2]


@dataclass(frozen=True, eq=False)
class _Pair:
    """Changes of a column and of a target, [T] of each group."""

    column: tuple[np.ndarray, ...]
    target: tuple[np.ndarray, ...]

    def verdict(self, known: bool, smoothed: bool) -> tuple[str, int]:
        """The kind of a leak, "" where there is none, and how many rows it is shifted by."""
        if not self._varies:
            return "", 0
        now = self.correlation(0)
        if known and now > COPY:
            return "ahead", 0
        lag = self._best_ahead
        if not known and lag and self.correlation(lag) > self._until() + (1 - COPY):
            return "shifted", lag
        if now > SAME:
            return "copy", 0
        return ("smoothed", 0) if smoothed else ("", 0)

    @property
    def _varies(self) -> bool:
        return all(
            sum(map(len, one)) >= 3 and np.concatenate(one).std() > 0
            for one in (self.column, self.target)
        )

    def correlation(self, lag: int) -> float:
        """|correlation| of the column's changes with the target's `lag` rows later (before, where
        below 0)."""
        early, late = (self.column, self.target) if lag >= 0 else (self.target, self.column)
        lag = abs(lag)
        pairs = [
            (a[: len(a) - lag], b[lag:]) for a, b in zip(early, late, strict=True) if len(a) > lag
        ]
        a, b = (np.concatenate(one) for one in zip(*pairs, strict=True)) if pairs else ((), ())
        if len(a) < 3 or np.std(a) == 0 or np.std(b) == 0:
            return 0.0
        return float(abs(np.corrcoef(a, b)[0, 1]))

    @cached_property
    def _best_ahead(self) -> int:
        """The first lag at which the column is the target of later rows; 0 where there is none."""
        k = int(np.argmax([len(a) for a in self.column]))
        a, b = (one[k] - one[k].mean() for one in (self.column, self.target))
        size = float(np.sqrt((a @ a) * (b @ b))) or 1.0
        lags = range(1, min(LAGS, len(a) // 3) + 1)
        likely = [lag for lag in lags if abs(a[:-lag] @ b[lag:]) > size / 2]  # in one product
        return next((lag for lag in likely if self.correlation(lag) > COPY), 0)

    def _until(self) -> float:
        """The most that it is the target of its own row or of rows before, as what repeats is."""
        return max(self.correlation(-back) for back in range(LAGS + 1))


def _need_future(columns: np.ndarray, target: np.ndarray, known: np.ndarray) -> np.ndarray:
    """[columns] bool: which [T, columns] follow from the target's rows around, but not from those
    before; of a column known ahead its own row is none of those.

    All are least squares of the first half of some rows, held to the second half.
    """
    rows = FITTED + 2 * LAGS
    columns, target = columns[:rows], target[:rows]
    lags = min(LAGS, len(target) // (8 * FEW))
    if lags < 2:
        return np.zeros(len(known), bool)
    around = np.lib.stride_tricks.sliding_window_view(target, 2 * lags + 1)
    wanted = columns[lags : len(columns) - lags]
    left = _left(around, wanted)
    before, past = _left(around[:, :lags], wanted), _left(around[:, : lags + 1], wanted)
    missed = np.where(known, before, past)
    return (left < EXPLAINED) & (missed > np.maximum(FLOOR, UNEXPLAINED * left))


def _left(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """[columns] the share of the variance of y [T, columns] in the second half that a fit to the
    first half leaves; 1 where there is none."""
    half = len(y) // 2
    weights = np.linalg.lstsq(x[:half], y[:half], rcond=1e-10)[0]
    rest, spread = y[half:] - x[half:] @ weights, y[half:].var(axis=0)
    return np.where(spread > 0, np.square(rest).mean(axis=0) / np.where(spread > 0, spread, 1), 1.0)
