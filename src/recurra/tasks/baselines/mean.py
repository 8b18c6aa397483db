"""The mean of the training part."""

from typing import Any, final

import numpy as np

from recurra.tasks.task import Fitted


@final
class Mean:
    """The training mean of each series, at every step ahead; of a series without, of all."""

    name = "mean"
    naive = True

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

        def predict(part: str) -> np.ndarray:
            group = task.windows.group(task.origins(part))
            return np.repeat(means[group][:, None], task.horizon, axis=1)

        return Fitted(means.size, predict)
