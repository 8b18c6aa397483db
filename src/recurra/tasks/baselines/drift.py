"""On along the line from the first to the last value."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.targets import first_rows
from recurra.tasks.task import Fitted


@final
class Drift:
    """y_(t+h) = y_t + h (y_t - y_0) / t, with y_0 the first value of the series."""

    name = "drift"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        return Fitted(0, Line(), task.given)


@final
@dataclass(frozen=True, eq=False)
class Line(FittedBaseline):
    """It has no parts: the first value is that of the rows it is given."""

    def predict(self, given: Any) -> np.ndarray:
        """On along the line."""
        values, where = given.actual, given.origins
        first, last = first_rows(given, where), where - 1
        slope = (values[last] - values[first]) / np.maximum(last - first, 1)[:, None]
        ahead = np.arange(1, given.horizon + 1)[None, :, None]
        return values[last][:, None] + ahead * slope[:, None]
