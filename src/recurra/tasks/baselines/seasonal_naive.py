"""Today is as the same time of the last season."""

from typing import Any, final

import numpy as np

from recurra.tasks.baselines.targets import first_rows, rows
from recurra.tasks.task import Fitted


@final
class SeasonalNaive:
    """The last value known at the same place of the season: y_(t+h) = y_(t+h-m ceil(h/m)).

    Where a series has not yet seen a whole season, its last value.
    """

    name = "seasonal naive"
    naive = True

    def __init__(self, season: int | None) -> None:
        self.season = season

    def skip(self) -> str:
        """It is skipped where the data show no season."""
        return "" if self.season else "the training part shows no season"

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        values = rows(task)

        def predict(part: str) -> np.ndarray:
            where = task.origins(part)
            source = a_season_ago(where, task.horizon, self.season or 1)
            source = np.where(source < first_rows(task, where)[:, None], where[:, None] - 1, source)
            return values[source]

        return Fitted(0, predict)


def a_season_ago(where: np.ndarray, horizon: int, season: int) -> np.ndarray:
    """Rows [N,horizon] of the last known value at the same place of the season.

    >>> a_season_ago(np.array([10]), 5, 2).tolist()
    [[8, 9, 8, 9, 8]]
    """
    return (where - season)[:, None] + np.arange(horizon) % season
