"""Always the largest class."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.task import Fitted


@final
class Majority:
    """The share of each class in the training part as probabilities, whatever the input."""

    name = "majority"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Count the classes."""
        shares = np.bincount(task.truth("train"), minlength=len(task.classes)).astype(float)
        shares /= shares.sum()
        return Fitted(len(shares), Shares(shares), task.given)


@final
@dataclass(frozen=True, eq=False)
class Shares(FittedBaseline):
    """shares: [classes]."""

    shares: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """The same for all."""
        return np.tile(self.shares, (len(given), 1))
