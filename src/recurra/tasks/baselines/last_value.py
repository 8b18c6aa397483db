"""Tomorrow is as today."""

from typing import Any, final

import numpy as np

from recurra.tasks.baselines.targets import rows
from recurra.tasks.task import Fitted


@final
class LastValue:
    """y_(t+h) = y_t for every step ahead: the best forecast of a random walk."""

    name = "last value"
    naive = True

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        values = rows(task)

        def predict(part: str) -> np.ndarray:
            last = values[task.origins(part) - 1]
            return np.repeat(last[:, None], task.horizon, axis=1)

        return Fitted(0, predict)
