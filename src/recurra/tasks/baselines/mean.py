"""The mean of the training part."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.task import Fitted


@final
class Mean:
    """The training mean of each series, at every step ahead; of a series without, of all."""

    name = "mean"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Average."""
        columns = task.series.where(task.series.targets)
        training = [
            group.values[first:end, columns]
            for number, group in enumerate(task.series.groups)
            for first, end in [task.boundaries.span(number, "train", len(group))]
        ]
        overall = np.concatenate(training).mean(axis=0)
        means = np.stack([one.mean(axis=0) if len(one) else overall for one in training])

        keys = tuple(group.key for group in task.series.groups)
        return Fitted(means.size, Means(keys, means, overall), task.given)


@final
@dataclass(frozen=True, eq=False)
class Means(FittedBaseline):
    """keys: of the series; means: [series, targets]; overall: [targets], for other series."""

    keys: tuple[str, ...]
    means: np.ndarray
    overall: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """The mean of each window's series."""
        known = {key: k for k, key in enumerate(self.keys)}
        table = np.concatenate([self.means, self.overall[None]])
        row = np.array([known.get(key, len(self.keys)) for key in given.keys])
        return np.repeat(table[row[given.group(given.origins)]][:, None], given.horizon, axis=1)
