"""Columns that tell the answer of an example: names of its group, copies of its label."""

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa

from recurra.data.suspicions import Suspicion
from recurra.words import say

FEWEST = 3  # groups, of which a column with a value each is taken for a name
KINDS = 50  # different values of a column that may stand for a class
NEARLY = 0.99  # correlation of a column with the number that is asked for


def codes(column: pa.Array) -> np.ndarray:
    """[N] float64: a number for each different text, NaN where one is missing."""
    indices = column.dictionary_encode().indices
    return np.asarray(indices.cast(pa.float64()).to_numpy(zero_copy_only=False))


def counts(own: np.ndarray, groups: np.ndarray) -> bool:
    """Whether a column rises by the same amount from each row to the next of its group.

    >>> counts(np.array([0.0, 0.5, 0.0, 1.0, 0.5]), np.array([0, 0, 1, 0, 1]))
    True
    """
    order = np.argsort(groups, kind="stable")
    steps = np.diff(own[order])[groups[order][1:] == groups[order][:-1]]
    if not len(steps) or np.isnan(own).any() or steps[0] <= 0:
        return False
    return bool(np.abs(steps - steps[0]).max() <= 1e-6 * abs(steps[0]))


def tells(
    columns: Mapping[str, np.ndarray],
    groups: np.ndarray,
    y: np.ndarray,
    name: str,
    classes: bool,
    texts: Collection[str] = (),
) -> tuple[tuple[Suspicion, ...], tuple[Suspicion, ...]]:
    """What must not be an input, and what looks as if it should not be one.

    columns: numbers or codes [N] of each column; groups: [N] numbers from 0; y: [N] numbers, of
    classes their number, NaN where none is known; name: of the answer's column; texts: columns of
    text, whose values never name pieces of different groups alike by chance.

    >>> groups = np.repeat(np.arange(4), 3)
    >>> label = (groups % 2).astype(float)
    >>> columns = {"serial": 10.0 * groups + 7, "state": 1 - label, "t": np.arange(12.0) % 5}
    >>> [(s.kind, s.column) for s in tells(columns, groups, label, "fault", True)[0]]
    [('name', 'serial'), ('answer', 'state')]
    """
    gone: list[Suspicion] = []
    odd: list[Suspicion] = []
    number = int(groups.max()) + 1
    fixed = _fixed(y, groups)
    for column, own in columns.items():
        fits = _fixed(own, groups) and _distinct(own) == number
        if number >= FEWEST and (fits or (column in texts and _within(own, groups, number))):
            gone.append(Suspicion("name", column, say("data.tells.name", column=column)))
        elif _same(own, y, classes):
            said = say("data.tells.answer", column=column, answer=name)
            gone.append(Suspicion("answer", column, said))
        elif _suspicious(own, y, classes, number // 3 if fixed else KINDS):
            said = say("data.tells.near", column=column, answer=name, classes=classes)
            odd.append(Suspicion("tells", column, said))
    return tuple(gone), tuple(odd)


def _within(own: np.ndarray, groups: np.ndarray, number: int) -> bool:
    """Whether each value of a column of text occurs in one group alone, and each group has one: it
    names groups, or pieces of them."""
    known = ~np.isnan(own)
    kinds = _distinct(own)
    return bool(known.all()) and kinds >= number and _pairs(own, groups) == kinds


def _distinct(own: np.ndarray) -> int:
    return len(np.unique(own[~np.isnan(own)]))


def _fixed(own: np.ndarray, groups: np.ndarray) -> bool:
    """Whether a column has one value in each group."""
    known = ~np.isnan(own)
    own, groups = own[known], groups[known]
    if not len(own):
        return False
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    own = own[order]
    return bool((np.minimum.reduceat(own, starts) == np.maximum.reduceat(own, starts)).all())


def _same(own: np.ndarray, y: np.ndarray, classes: bool) -> bool:
    """Whether one says the other exactly."""
    known = ~np.isnan(own) & ~np.isnan(y)
    if known.sum() < 2 * FEWEST or 2 * known.sum() < len(y):
        return False
    if not classes:
        return _correlation(own[known], y[known]) > 1 - 1e-9
    kinds, labels = _distinct(own[known]), _distinct(y[known])
    return kinds == labels >= 2 and _pairs(own[known], y[known]) == labels


def _suspicious(own: np.ndarray, y: np.ndarray, classes: bool, most: int) -> bool:
    known = ~np.isnan(own) & ~np.isnan(y)
    if known.sum() < 2 * FEWEST:
        return False
    if not classes:
        return _correlation(own[known], y[known]) > NEARLY
    kinds = _distinct(own[known])
    labels = _distinct(y[known])
    return labels >= 2 and labels <= kinds <= min(most, KINDS) and (
        _pairs(own[known], y[known]) == kinds
    )  # fmt: skip


def _pairs(one: np.ndarray, other: np.ndarray) -> int:
    """How many different pairs there are."""
    first, second = (np.unique(x, return_inverse=True)[1] for x in (one, other))
    return len(np.unique(first * (int(second.max()) + 1) + second))


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Without its sign; of numbers of any size, whose squares may be 0 or infinite."""
    both = []
    for own in (one, other):
        with np.errstate(all="ignore"):
            scaled = own / np.abs(own).max()
            scaled = (scaled - scaled.mean()) / np.ptp(scaled)
        if not np.isfinite(scaled).all():  # it never changes
            return 0.0
        both.append(scaled)
    return float(abs(np.corrcoef(*both)[0, 1]))
