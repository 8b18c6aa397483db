"""One value, or a few, for each sequence."""

from __future__ import annotations  # torch is loaded where it computes

from typing import ClassVar, final

import numpy as np

from recurra.tasks import baselines
from recurra.tasks.of_values import OfValues
from recurra.tasks.scores import REGRESSION, Score
from recurra.tasks.task import Baseline


@final
class Regression(OfValues):
    """Sequences with values, trained with the squared error.

    Targets are scaled by mean and standard deviation of the training part.

    >>> from recurra.data import Sequences, split_values
    >>> x = [np.full((3, 1), k, "f4") for k in range(20)]
    >>> data = Sequences("n", x, np.arange(20.0)[:, None], (), ("c",), targets=("last",))
    >>> task = Regression(data, split_values(data, seed=0))
    >>> task.score.info.name, task.truth("test").shape
    ('rmse', (4, 1, 1))
    """

    name = "regression"
    asked: ClassVar[tuple[str, ...]] = ("auto", "regression")
    scores: ClassVar[tuple[Score, ...]] = REGRESSION
    shown: ClassVar[tuple[str, ...]] = ("mae", "rmse", "r2")

    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation; 1 where a value never changes."""
        spread = known.std(axis=0)
        return known.mean(axis=0), np.where(spread > 0, spread, 1.0)

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean, and ridge regression on the means of a sequence's channels."""
        return baselines.regression(bool(self.tokens))
