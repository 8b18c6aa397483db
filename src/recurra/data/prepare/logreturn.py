"""Log returns."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Change


@final
@dataclass(frozen=True)
class LogReturn(Change):
    """z_t = log(x_t / x_(t-1)); back: x_t = x_(t-1) exp(z_t).

    >>> LogReturn().undo(np.log([[2.0, 3.0]]), np.array([[10.0]])).round(9).tolist()
    [[20.0, 60.0]]
    """

    name = "logreturn"

    @property
    def reach(self) -> int:
        """The value before."""
        return 1

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Differences of logarithms."""
        return np.diff(np.log(x), prepend=np.log(x[:1]))

    def undo(self, changes: np.ndarray, before: np.ndarray) -> np.ndarray:
        """Products of growth."""
        return before * np.exp(np.cumsum(changes, axis=1))

    def misfit(self, x: np.ndarray) -> np.ndarray:
        """What has no logarithm."""
        return np.less_equal(x, 0)
