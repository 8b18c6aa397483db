"""The numbers that ridge and boosting see of a window: lags of all columns, or of the target."""

from typing import Any

import numpy as np

from recurra.words import Text, say

FULL = 1500  # with more history numbers than this, other columns than the targets are thinned


def kept(task: Any) -> tuple[np.ndarray, tuple[Text, ...]]:
    """Which of the history's numbers [lookback x columns] are used, and the sentence that says so.

    All of them; where they are too many: all of the targets', and of the other columns the last
    row. Where even that is too much: the targets' most recent rows.
    """
    lookback, columns = task.lookback, len(task.series.columns)
    use = np.ones((lookback, columns), dtype=bool)
    if use.size <= FULL:
        return use.ravel(), ()
    targets = task.series.where(task.series.targets)
    use[:] = False
    rows = min(lookback, max(1, FULL // len(targets)))
    use[lookback - rows :, targets] = True
    use[-1] = True
    return use.ravel(), (say("tasks.baselines.lags", rows=rows),)


def history(given: Any, where: np.ndarray, use: np.ndarray) -> np.ndarray:
    """[N, numbers used] float32, scaled."""
    return given.past(where).reshape(len(where), -1)[:, use]
