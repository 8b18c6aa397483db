"""Mean and standard deviation."""

from dataclasses import dataclass
from typing import final

import numpy as np

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
        centre, spread = x.mean(axis=0), x.std(axis=0)
        far = np.abs(centre) > FAR * spread
        sure = nonzero(spread, x)
        if far.any():  # the sum of many large numbers has lost digits: sum what they differ by
            away = x - x[0]
            centre = np.where(far, x[0] + away.mean(axis=0), centre)
            sure = np.where(far, nonzero(away.std(axis=0), x, EXACT), sure)
        return centre, sure
