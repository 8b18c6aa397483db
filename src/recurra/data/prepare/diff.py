"""Differences."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Change
from recurra.words import Text, say


@final
@dataclass(frozen=True)
class Diff(Change):
    """z_t = x_t - x_(t-lag); back: x_t = z_t + x_(t-lag), one forecast step after the other.

    >>> Diff().apply(np.array([1.0, 4.0, 2.0])).tolist()
    [0.0, 3.0, -2.0]
    >>> Diff(2).undo(np.array([[1.0, 1.0, 1.0]]), np.array([[10.0, 20.0]])).tolist()
    [[11.0, 21.0, 12.0]]
    """

    name = "diff"
    lag: int = 1

    def wrong(self) -> Text:
        """It looks back."""
        return "" if self.lag >= 1 else say("data.prepare.at_least", argument="lag", least=1)

    @property
    def reach(self) -> int:
        """The lag."""
        return self.lag

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Differences."""
        found = np.zeros(len(x))
        found[self.lag :] = x[self.lag :] - x[: -self.lag]
        return found

    def undo(self, changes: np.ndarray, before: np.ndarray) -> np.ndarray:
        """Sums of every lag-th."""
        found = np.concatenate([before, changes], axis=1)
        for step in range(self.lag, found.shape[1]):
            found[:, step] += found[:, step - self.lag]
        return found[:, self.lag :]
