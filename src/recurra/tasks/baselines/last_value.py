"""Tomorrow is as today."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.task import Fitted


@final
class LastValue:
    """y_(t+h) = y_t for every step ahead: the best forecast of a random walk."""

    name = "last value"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        return Fitted(0, Last(), task.given)


@final
@dataclass(frozen=True, eq=False)
class Last(FittedBaseline):
    """It has no parts."""

    def predict(self, given: Any) -> np.ndarray:
        """The value before each origin, for every step."""
        return np.repeat(given.actual[given.origins - 1][:, None], given.horizon, axis=1)
