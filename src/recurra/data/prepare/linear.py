"""Missing values: on the line between the values around."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Missing


@final
@dataclass(frozen=True)
class Linear(Missing):
    """The straight line between the values before and after a gap, for what is there as a whole.

    At the moment of a gap the value after it has not come, so that columns of a table over time
    take it only where they are known ahead.

    >>> Linear().fill(np.array([np.nan, 0.0, np.nan, 2.0, np.nan])).tolist()
    [nan, 0.0, 1.0, 2.0, nan]
    """

    name = "linear"
    ahead = True

    def fill(self, x: np.ndarray) -> np.ndarray:
        """Between values; gaps at both ends stay."""
        good = np.flatnonzero(~np.isnan(x))
        if not 1 < len(good) < len(x):
            return x
        found, inner = x.copy(), np.arange(good[0], good[-1] + 1)
        found[inner] = np.interp(inner, good, x[good])
        return found
