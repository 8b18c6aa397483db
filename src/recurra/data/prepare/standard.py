"""Mean and standard deviation."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data import scratch
from recurra.data.prepare.step import Scaling, nonzero

FAR = 1e5  # standard deviations from zero
EXACT = 8 * np.finfo(np.float64).eps  # what is left of a value of no spread, at most


@final
@dataclass(frozen=True)
class Standard(Scaling):
    """(x - mean) / standard deviation.

    >>> Standard().measure(np.array([[1.0], [3.0]]))
    (array([2.]), array([1.]))
    """

    name = "standard"

    def measure(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of numbers far from zero the differences from the first are summed."""
        if x.nbytes >= scratch.LARGE:
            return _by_blocks(x)
        centre, spread = x.mean(axis=0), x.std(axis=0)
        far = np.abs(centre) > FAR * spread
        sure = nonzero(spread, x)
        if far.any():  # the sum of many large numbers has lost digits: sum what they differ by
            away = x - x[0]
            centre = np.where(far, x[0] + away.mean(axis=0), centre)
            sure = np.where(far, nonzero(away.std(axis=0), x, EXACT), sure)
        return centre, sure


def _by_blocks(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same of a table that no memory has to hold, each time some rows; what is summed are
    differences from the first row, and then from the mean."""
    away = sum((x[rows] - x[0]).sum(axis=0) for rows in scratch.blocks(len(x)))
    centre = x[0] + away / len(x)
    square = sum(np.square(x[rows] - centre).sum(axis=0) for rows in scratch.blocks(len(x)))
    return centre, nonzero(np.sqrt(square / len(x)), x, EXACT)
