"""Scalers: (value - centre) / spread, with centre and spread of the training part only.

How each column is measured is a step of `recurra.data.prepare`: standard, where nothing else is
asked. A column that never changes has a spread of 1. Columns that are changed (differences, log
returns) are so before they are scaled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from recurra.data import scratch
from recurra.data.gaps import GAP, SEEN, SINCE
from recurra.data.prepare import find, parse
from recurra.data.prepare.plan import Plan, represented
from recurra.data.prepare.step import Change
from recurra.data.sequences import Cuts, Sequences
from recurra.data.series import Boundaries, Series, together
from recurra.errors import unknown
from recurra.settings.steps import STEPS
from recurra.words import say

ROWS = 65_536  # that are scaled at once
FEW = 10  # a group with fewer training rows is scaled by all groups together


@dataclass(frozen=True, eq=False)
class Scaler:
    """centre, spread: [groups + 1, columns]; the last row is over all groups, for new ones.

    kind: how columns are scaled that `steps` does not say otherwise of; steps: of each column how
    it is changed and scaled, as `recurra.data.prepare` writes it; (): nothing of any.

    >>> scaler = Scaler("standard", ("",), np.array([[1.0], [1.0]]), np.array([[2.0], [2.0]]))
    >>> scaler.apply(np.array([[5.0]])).tolist(), scaler.undo(np.array([[2.0]])).tolist()
    ([[2.0]], [[5.0]])
    """

    kind: str
    keys: tuple[str, ...]
    centre: np.ndarray
    spread: np.ndarray
    steps: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def changes(self) -> dict[int, Change]:
        """Columns that are changed before they are scaled, by number."""
        every = ((c, parse.step(text)) for c, own in enumerate(self.steps) for text in own)
        return {c: step for c, step in every if isinstance(step, Change)}

    @property
    def reach(self) -> int:
        """How many rows before a window its first changes need."""
        return max((change.reach for change in self.changes.values()), default=0)

    def number(self, key: str) -> int:
        """The row for a group's key; of one that training did not see, the last."""
        return self.keys.index(key) if key in self.keys else len(self.keys)

    def apply(self, values: np.ndarray, group: int = 0) -> np.ndarray:
        """[..., columns] scaled, float32."""
        found = scratch.empty(values.shape, np.float32)
        for block in scratch.blocks(len(values)):
            for first in range(block.start, block.stop, ROWS):  # float64 of some rows at a time
                rows = slice(first, min(first + ROWS, block.stop))
                found[rows] = (values[rows] - self.centre[group]) / self.spread[group]
        return found

    def changed(self, values: np.ndarray) -> np.ndarray:
        """[T, columns] of one group or sequence with its changes, 0 where there is none yet."""
        if not self.changes:
            return values
        found = values.astype(np.float64)
        for c, change in self.changes.items():
            found[:, c] = change.apply(found[:, c])
        return found

    def rows(self, values: np.ndarray, group: int = 0) -> np.ndarray:
        """[T, columns] of one group or sequence, changed and scaled, float32."""
        return self.apply(self.changed(values), group)

    def forecasts(
        self,
        y: np.ndarray,
        groups: np.ndarray,
        columns: np.ndarray,
        before: Callable[[int], np.ndarray],
    ) -> np.ndarray:
        """[N, horizon, columns] scaled -> float64 in the user's units, changes undone.

        groups: [N] the row of each in `centre`; before: count -> the values [N, count, columns]
        in the user's units that come before.
        """
        spread = self.spread[groups][:, None, columns]
        found = y.astype(np.float64) * spread + self.centre[groups][:, None, columns]
        for k, c in enumerate(columns):
            if int(c) in self.changes:
                change = self.changes[int(c)]
                found[..., k] = change.undo(found[..., k], before(change.reach)[..., k])
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
        few = FEW + self.reach
        new = {key: x for key, x in past.items() if key not in self.keys and len(x) >= few}
        if not new or self.kind == "none":
            return self
        new = {key: self.changed(x)[self.reach :] for key, x in new.items()}
        fixed = ((self.centre == 0.0) & (self.spread == self.spread[-1])).all(axis=0)
        each = [_measure(self.kind, self.steps)(x) for x in new.values()]
        centre, spread = (np.stack([one[k] for one in each]) for k in (0, 1))
        centre = np.where(fixed, self.centre[-1], centre)
        spread = np.where(fixed, self.spread[-1], spread)
        return Scaler(
            self.kind,
            (*self.keys, *new),
            np.concatenate([self.centre[:-1], centre, self.centre[-1:]]),
            np.concatenate([self.spread[:-1], spread, self.spread[-1:]]),
            self.steps,
        )

    def to_dict(self) -> dict[str, Any]:
        """For a manifest."""
        values = {"centre": self.centre.tolist(), "spread": self.spread.tolist()}
        steps = {"steps": [list(own) for own in self.steps]} if self.steps else {}
        return {"kind": self.kind, "keys": list(self.keys), **values, **steps}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Scaler":
        """From a manifest."""
        arrays = np.array(plain["centre"], float), np.array(plain["spread"], float)
        steps = tuple(tuple(own) for own in plain.get("steps", ()))
        return cls(plain["kind"], tuple(plain["keys"]), *arrays, steps)


def fit_sequences(data: Sequences, train: np.ndarray, kind: str = "standard") -> Scaler:
    """Over all steps of the training examples; tokens and values from 0 to 1 stay as they are."""
    width = len(data.channels)
    if data.unit or data.tokens:
        return Scaler("none", ("",), np.zeros((2, width)), np.ones((2, width)))
    steps = _steps(data.channels, data.prepare)
    scaler = Scaler(kind, ("",), np.zeros((2, width)), np.ones((2, width)), steps)
    shared = data.x.rows(train) if isinstance(data.x, Cuts) and not scaler.changes else None
    whole = np.concatenate([data.x[i] for i in train]) if shared is None else shared
    rows = whole
    if scaler.changes:
        rows = np.concatenate([scaler.changed(data.x[i]) for i in train])
    centre, spread = _measure(kind, steps)(rows.astype(np.float64))
    plain = np.array([_is_mark(data, name) for name in data.channels])
    since = np.array([name.endswith(GAP) for name in data.channels])
    centre, spread = np.where(plain, 0.0, centre), np.where(plain, 1.0, spread)
    if since.any():
        centre, spread = np.where(since, 0.0, centre), np.where(since, _size(whole), spread)
    return replace(scaler, centre=np.stack([centre] * 2), spread=np.stack([spread] * 2))


def fit_series(series: Series, bounds: Boundaries, kind: str = "standard") -> Scaler:
    """Each group by its own training rows; columns of 0 and 1 and of the calendar stay."""
    keys, width = tuple(g.key for g in series.groups), len(series.columns)
    steps = _steps(series.columns, series.facts.prepare)
    measure = _measure(kind, steps)
    scaler = Scaler(kind, keys, np.zeros((1, width)), np.ones((1, width)), steps)
    training = [
        scaler.changed(g.values[: rows[0]])[scaler.reach :]
        for g, rows in zip(series.groups, bounds.rows, strict=True)
    ]
    every = together(training)
    whole = measure(every)
    each = [whole if len(t) < FEW or t is every else measure(t) for t in training] + [whole]
    centre = np.stack([c for c, _ in each])
    spread = np.stack([s for _, s in each])
    plain = np.array([_is_plain(series, name) for name in series.columns])
    since = np.array([name in _gaps(series) for name in series.columns])
    centre, spread = np.where(plain, 0.0, centre), np.where(plain, 1.0, spread)
    if since.any():
        spread = np.where(since, _size(every), spread)
    return replace(scaler, centre=centre, spread=spread)


def _steps(columns: Sequence[str], plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Of each column how it is changed and scaled; () where nothing is said of any."""
    found = tuple(represented(plan, name) for name in columns)
    return found if any(found) else ()


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


def _measure(
    kind: str, steps: tuple[tuple[str, ...], ...] = ()
) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Of [T, columns] centre and spread: each column as its own steps say, else as `kind`."""
    kinds = {name: find(name) for name in STEPS if find(name).stage == "scale"}
    if kind not in kinds:
        raise unknown(say("nouns.scaler"), kind, kinds)
    own = [next((text for text in every if text in kinds), kind) for every in steps]
    if set(own) <= {kind}:
        return kinds[kind]().measure

    def measure(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        centre, spread = np.zeros(x.shape[1]), np.ones(x.shape[1])
        for name in sorted(set(own)):
            columns = [c for c, one in enumerate(own) if one == name]
            centre[columns], spread[columns] = kinds[name]().measure(x[:, columns])
        return centre, spread

    return measure
