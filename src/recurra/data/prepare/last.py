"""Missing values: the last one before."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Missing


@final
@dataclass(frozen=True)
class Last(Missing):
    """The last value before a gap.

    >>> Last().fill(np.array([np.nan, 1.0, np.nan])).tolist()
    [nan, 1.0, 1.0]
    """

    name = "last"

    def fill(self, x: np.ndarray) -> np.ndarray:
        """Forward; a gap at the very start stays."""
        seen = np.maximum.accumulate(np.where(np.isnan(x), 0, np.arange(len(x))))
        return x[seen]
