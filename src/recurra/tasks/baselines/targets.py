"""The targets' past in the user's units, by row."""

from typing import Any

import numpy as np


def rows(task: Any) -> np.ndarray:
    """[rows of all groups, targets] float64: do not look past an origin."""
    columns = task.series.where(task.series.targets)
    return np.concatenate([group.values[:, columns] for group in task.series.groups])


def first_rows(task: Any, where: np.ndarray) -> np.ndarray:
    """[N]: the row at which each origin's group begins."""
    return task.series.starts[task.windows.group(where)]
