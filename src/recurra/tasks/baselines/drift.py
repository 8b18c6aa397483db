"""On along the line from the first to the last value."""

from typing import Any, final

import numpy as np

from recurra.tasks.baselines.targets import first_rows, rows
from recurra.tasks.task import Fitted


@final
class Drift:
    """y_(t+h) = y_t + h (y_t - y_0) / t, with y_0 the first value of the series."""

    name = "drift"
    naive = True

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        values = rows(task)

        def predict(part: str) -> np.ndarray:
            where = task.origins(part)
            first, last = first_rows(task, where), where - 1
            slope = (values[last] - values[first]) / np.maximum(last - first, 1)[:, None]
            ahead = np.arange(1, task.horizon + 1)[None, :, None]
            return values[last][:, None] + ahead * slope[:, None]

        return Fitted(0, predict)
