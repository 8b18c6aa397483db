"""The mean of the training part, for every sequence."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.task import Fitted


@final
class MeanValue:
    """The training mean of each target: under squared error the best answer that knows no input."""

    name = "mean"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Average."""
        mean = task.truth("train").mean(axis=0, keepdims=True)
        return Fitted(mean.size, OneValue(mean), task.given)


@final
@dataclass(frozen=True, eq=False)
class OneValue(FittedBaseline):
    """mean: [1,1,targets]."""

    mean: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """The same for all."""
        return np.repeat(self.mean, len(given), axis=0)
