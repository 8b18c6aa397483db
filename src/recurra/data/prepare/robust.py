"""Median and distance of the quartiles."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Scaling, nonzero


@final
@dataclass(frozen=True)
class Robust(Scaling):
    """(x - median) / (third quartile - first quartile): what lies far out moves neither.

    >>> Robust().measure(np.array([[0.0], [1.0], [2.0], [3.0], [900.0]]))
    (array([2.]), array([2.]))
    """

    name = "robust"

    def measure(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where more than half the values are equal the quartiles meet: then the deviation."""
        low, middle, high = np.quantile(x, (0.25, 0.5, 0.75), axis=0)
        return middle, nonzero(np.where(high > low, high - low, x.std(axis=0)), x)
