"""How exact a model's answers are, so that they are not shown with more digits than that."""

import numpy as np

from recurra.tasks.task import Task


def errors(task: Task, predictions: np.ndarray) -> list[float]:
    """Of predictions of the validation part: of values the mean absolute error of each target; of
    classes the standard error of a share that is counted on so many examples, at most 1/2 √N.
    """
    truth = task.truth("validation")
    if truth.ndim == 1:
        return [0.5 / float(np.sqrt(len(truth)))]
    found = np.abs(truth - predictions).mean(axis=(0, 1))
    return [float(e) if np.isfinite(e) else 0.0 for e in found]
