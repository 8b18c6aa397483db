"""The first rounds of a boosted model."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import numpy as np


def at_round(stages: Iterable[np.ndarray], best: int) -> np.ndarray:
    """The prediction after so many rounds, of a staged prediction.

    >>> at_round(iter([np.zeros(1), np.ones(1)]), 2).tolist()
    [1.0]
    """
    return next(islice(stages, best - 1, None))


def numbers(model: Any, rounds: int) -> int:
    """Fitted numbers: a leaf is one, an inner node two (its column and its threshold)."""
    trees = [tree for one in model._predictors[:rounds] for tree in one]
    leaves = sum(int(tree.get_n_leaf_nodes()) for tree in trees)
    return leaves + 2 * (leaves - len(trees))
