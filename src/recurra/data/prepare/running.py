"""A preparation row by row: filters and changes remember what came, for a stream."""

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np

from recurra.data.prepare.plan import Plan, change, filters


class Running:
    """Rows [columns] as they come, filtered and changed; scaling is none of it.

    >>> one = Running({"a": ("average(2)", "diff")}, ("a", "b"))
    >>> [one.push(np.array(row)).tolist() for row in ([1.0, 5.0], [3.0, 6.0])]
    [[0.0, 5.0], [1.0, 6.0]]
    >>> one.undo(np.array([[[0.5], [0.5]]]), [0]).ravel().tolist()
    [2.5, 3.0]
    """

    def __init__(self, plan: Plan, columns: Sequence[str]) -> None:
        own = list(enumerate(columns))
        self._filters = {c: filters(plan, n) for c, n in own if filters(plan, n)}
        self._changes = {c: one for c, n in own if (one := change(plan, n)) is not None}
        self._reach = max((one.reach for one in self._changes.values()), default=0)
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._held: dict[tuple[int, int], Any] = {}
        self._past: list[np.ndarray] = []

    @property
    def state(self) -> Any:
        """What it remembers, a copy; set again, it goes on from there."""
        return copy.deepcopy((self._held, self._past))

    @state.setter
    def state(self, state: Any) -> None:
        self._held, self._past = copy.deepcopy(state)

    def push(self, row: np.ndarray) -> np.ndarray:
        """[columns] after the filters and the changes."""
        own = row.astype(np.float64)
        for c, steps in self._filters.items():
            for k, step in enumerate(steps):
                value, self._held[c, k] = step.run(own[c : c + 1], self._held.get((c, k)))
                own[c] = value[0]
        self._past = [*self._past, own][-self._reach - 1 :]
        return self._changed(own)

    def ahead(self, rows: np.ndarray, columns: Sequence[int]) -> np.ndarray:
        """[H, columns] that are known of the next rows, as `push` would give them; it stays where
        it is."""
        now = self.state
        last = self._past[-1] if self._past else np.ones(max(columns, default=0) + 1)
        found = np.empty(rows.shape)
        for step, some in enumerate(rows):
            whole = last.copy()
            whole[list(columns)] = some
            found[step] = self.push(whole)[list(columns)]
        self.state = now
        return found

    def undo(self, found: np.ndarray, columns: Sequence[int]) -> np.ndarray:
        """Forecasts [N, H, columns] with changes undone."""
        out = found.copy()
        for k, c in enumerate(columns):
            if c in self._changes:
                one = self._changes[c]
                past = [row[c] for row in self._past[-one.reach :]]
                past = [past[0]] * (one.reach - len(past)) + past
                out[..., k] = one.undo(found[..., k], np.array([past]))
        return out

    def _changed(self, own: np.ndarray) -> np.ndarray:
        if not self._changes:
            return own
        found = own.copy()
        for c, one in self._changes.items():
            past = np.array([row[c] for row in self._past[-one.reach - 1 :]])
            found[c] = one.apply(past)[-1] if len(past) > one.reach else 0.0
        return found
