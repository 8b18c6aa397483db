"""Today is as the same time of the last season."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.targets import first_rows
from recurra.tasks.task import Fitted
from recurra.words import Text, say


@final
class SeasonalNaive:
    """The last value known at the same place of the season: y_(t+h) = y_(t+h-m ceil(h/m)).

    Where a series has not yet seen a whole season, its last value.
    """

    name = "seasonal naive"
    naive = True
    needs: tuple[str, ...] = ()

    def __init__(self, season: int | None) -> None:
        self.season = season

    def skip(self) -> Text:
        """It is skipped where the data show no season."""
        return "" if self.season else say("tasks.baselines.no_season")

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        return Fitted(0, SeasonAgo(self.season or 1), task.given)


@final
@dataclass(frozen=True, eq=False)
class SeasonAgo(FittedBaseline):
    """season: rows."""

    season: int

    def predict(self, given: Any) -> np.ndarray:
        """The value a season ago, or the last."""
        return given.actual[seasonal_rows(given, given.origins, self.season)]


def seasonal_rows(given: Any, where: np.ndarray, season: int) -> np.ndarray:
    """Rows [N,horizon] of the last known value at the same place of the season; where there is
    none yet, of the last value."""
    rows = a_season_ago(where, given.horizon, season)
    return np.where(rows < first_rows(given, where)[:, None], where[:, None] - 1, rows)


def a_season_ago(where: np.ndarray, horizon: int, season: int) -> np.ndarray:
    """Rows [N,horizon] of the last known value at the same place of the season.

    >>> a_season_ago(np.array([10]), 5, 2).tolist()
    [[8, 9, 8, 9, 8]]
    """
    return (where - season)[:, None] + np.arange(horizon) % season
