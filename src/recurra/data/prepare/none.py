"""No scaling."""

from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Scaling


@final
@dataclass(frozen=True)
class Unscaled(Scaling):
    """x as it is.

    >>> Unscaled().measure(np.array([[5.0], [7.0]]))
    (array([0.]), array([1.]))
    """

    name = "none"

    def measure(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Zero and one."""
        return np.zeros(x.shape[1]), np.ones(x.shape[1])
