"""Scalers: (value - centre) / spread, with centre and spread of the training part only.

standard: mean and standard deviation; minmax: minimum and range; robust: median and the
distance of the quartiles. A column that never changes has a spread of 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from recurra.data.gaps import GAP, SEEN, SINCE
from recurra.data.sequences import Cuts, Sequences
from recurra.data.series import Boundaries, Series, together
from recurra.errors import unknown
from recurra.words import say

FAR = 1e5  # standard deviations from zero
EXACT = 8 * np.finfo(np.float64).eps  # what is left of a value of no spread, at most
ROWS = 65_536  # that are scaled at once
FEW = 10  # a group with fewer training rows is scaled by all groups together


@dataclass(frozen=True, eq=False)
class Scaler:
    """centre, spread: [groups + 1, columns]; the last row is over all groups, for new ones.

    >>> scaler = Scaler("standard", ("",), np.array([[1.0], [1.0]]), np.array([[2.0], [2.0]]))
    >>> scaler.apply(np.array([[5.0]])).tolist(), scaler.undo(np.array([[2.0]])).tolist()
    ([[2.0]], [[5.0]])
    """

    kind: str
    keys: tuple[str, ...]
    centre: np.ndarray
    spread: np.ndarray

    def number(self, key: str) -> int:
        """The row for a group's key; of one that training did not see, the last."""
        return self.keys.index(key) if key in self.keys else len(self.keys)

    def apply(self, values: np.ndarray, group: int = 0) -> np.ndarray:
        """[..., columns] scaled, float32."""
        found = np.empty(values.shape, np.float32)
        for first in range(0, len(values), ROWS):  # float64 of some rows at a time
            rows = slice(first, first + ROWS)
            found[rows] = (values[rows] - self.centre[group]) / self.spread[group]
        return found

    def undo(
        self, values: np.ndarray, group: int = 0, columns: np.ndarray | slice = slice(None)
    ) -> np.ndarray:
        """[..., columns] in the user's units, float64; `columns`: which ones these are."""
        return values.astype(np.float64) * self.spread[group, columns] + self.centre[group, columns]

    def with_groups(self, past: dict[str, np.ndarray]) -> "Scaler":
        """The same for further groups, key -> [rows, columns] of their own past: each is scaled by
        it, as those of the training by theirs; columns that are not scaled stay so.

        A past of fewer than `FEW` rows is scaled by all groups together.

        >>> scaler = Scaler("standard", (), np.array([[1.0]]), np.array([[2.0]]))
        >>> scaler.with_groups({"b": np.arange(20.0)[:, None]}).centre.ravel().tolist()
        [9.5, 1.0]
        """
        new = {key: x for key, x in past.items() if key not in self.keys and len(x) >= FEW}
        if not new or self.kind == "none":
            return self
        fixed = ((self.centre == 0.0) & (self.spread == self.spread[-1])).all(axis=0)
        each = [_measure(self.kind)(x) for x in new.values()]
        centre, spread = (np.stack([one[k] for one in each]) for k in (0, 1))
        centre = np.where(fixed, self.centre[-1], centre)
        spread = np.where(fixed, self.spread[-1], spread)
        return Scaler(
            self.kind,
            (*self.keys, *new),
            np.concatenate([self.centre[:-1], centre, self.centre[-1:]]),
            np.concatenate([self.spread[:-1], spread, self.spread[-1:]]),
        )

    def to_dict(self) -> dict[str, Any]:
        """For a manifest."""
        values = {"centre": self.centre.tolist(), "spread": self.spread.tolist()}
        return {"kind": self.kind, "keys": list(self.keys), **values}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Scaler":
        """From a manifest."""
        arrays = np.array(plain["centre"], float), np.array(plain["spread"], float)
        return cls(plain["kind"], tuple(plain["keys"]), *arrays)


def fit_sequences(data: Sequences, train: np.ndarray, kind: str = "standard") -> Scaler:
    """Over all steps of the training examples; tokens and values from 0 to 1 stay as they are."""
    width = len(data.channels)
    if data.unit or data.tokens:
        return Scaler("none", ("",), np.zeros((2, width)), np.ones((2, width)))
    whole = data.x.rows(train) if isinstance(data.x, Cuts) else None
    whole = np.concatenate([data.x[i] for i in train]) if whole is None else whole
    centre, spread = _measure(kind)(whole.astype(np.float64))
    plain = np.array([_is_mark(data, name) for name in data.channels])
    since = np.array([name.endswith(GAP) for name in data.channels])
    centre, spread = np.where(plain, 0.0, centre), np.where(plain, 1.0, spread)
    if since.any():
        centre, spread = np.where(since, 0.0, centre), np.where(since, _size(whole), spread)
    return Scaler(kind, ("",), np.stack([centre] * 2), np.stack([spread] * 2))


def fit_series(series: Series, bounds: Boundaries, kind: str = "standard") -> Scaler:
    """Each group by its own training rows; columns of 0 and 1 and of the calendar stay."""
    measure = _measure(kind)
    training = [g.values[: rows[0]] for g, rows in zip(series.groups, bounds.rows, strict=True)]
    every = together(training)
    whole = measure(every)
    each = [whole if len(t) < FEW or t is every else measure(t) for t in training] + [whole]
    centre = np.stack([c for c, _ in each])
    spread = np.stack([s for _, s in each])
    plain = np.array([_is_plain(series, name) for name in series.columns])
    since = np.array([name in _gaps(series) for name in series.columns])
    keys = tuple(g.key for g in series.groups)
    centre, spread = np.where(plain, 0.0, centre), np.where(plain, 1.0, spread)
    if since.any():
        spread = np.where(since, _size(every), spread)
    return Scaler(kind, keys, centre, spread)


def _is_mark(data: Sequences, name: str) -> bool:
    """Whether a channel holds 0 and 1, made from gaps or texts."""
    if data.table is not None:
        return name not in data.table.facts.numbers and not name.endswith(GAP) and name != SINCE
    return name.endswith((" missing", SEEN))


def _gaps(series: Series) -> set[str]:
    return {name + GAP for name in series.facts.gaps}


def _size(x: np.ndarray) -> np.ndarray:
    """Root mean square: times since a value was seen are scaled by it and not centred, as the least
    is 0 and many are always the same."""
    size = np.sqrt(np.square(x.astype(np.float64)).mean(axis=0))
    return np.where(size > 0, size, 1.0)


def _is_plain(series: Series, name: str) -> bool:
    """Whether a column was made from text, gaps or the calendar and needs no scaling."""
    return name not in series.facts.numbers and name != SINCE


def _measure(kind: str) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    kinds = {"standard": _standard, "minmax": _minmax, "robust": _robust}
    if kind not in kinds:
        raise unknown(say("nouns.scaler"), kind, kinds)
    return kinds[kind]


def _standard(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centre, spread = x.mean(axis=0), x.std(axis=0)
    far = np.abs(centre) > FAR * spread
    sure = _nonzero(spread, x)
    if far.any():  # the sum of many large numbers has lost digits: sum what they differ by
        away = x - x[0]
        centre = np.where(far, x[0] + away.mean(axis=0), centre)
        sure = np.where(far, _nonzero(away.std(axis=0), x, EXACT), sure)
    return centre, sure


def _minmax(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return x.min(axis=0), _nonzero(np.ptp(x, axis=0), x)


def _robust(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where more than half the values are equal the quartiles meet: then the deviation."""
    low, middle, high = np.quantile(x, (0.25, 0.5, 0.75), axis=0)
    return middle, _nonzero(np.where(high > low, high - low, x.std(axis=0)), x)


def _nonzero(spread: np.ndarray, x: np.ndarray, rounding: float = 1e-12) -> np.ndarray:
    """1 where the spread is nothing but rounding."""
    low, high = x.min(axis=0, initial=0.0), x.max(axis=0, initial=0.0)
    tiny = rounding * np.maximum(-low, high)
    return np.where(spread > tiny, spread, 1.0)
