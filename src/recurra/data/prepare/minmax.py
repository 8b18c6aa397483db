"""Minimum and range."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Scaling, nonzero


@final
@dataclass(frozen=True)
class MinMax(Scaling):
    """(x - minimum) / (maximum - minimum): from 0 to 1 in the training part.

    >>> MinMax().measure(np.array([[1.0], [3.0]]))
    (array([1.]), array([2.]))
    """

    name = "minmax"

    def measure(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least value and range."""
        return x.min(axis=0), nonzero(np.ptp(x, axis=0), x)
