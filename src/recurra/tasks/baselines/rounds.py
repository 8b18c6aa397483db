"""The first rounds of a boosted model."""

from typing import Any


def numbers(model: Any, rounds: int) -> int:
    """Fitted numbers: a leaf is one, an inner node two (its column and its threshold)."""
    trees = [tree for one in model._predictors[:rounds] for tree in one]
    leaves = sum(int(tree.get_n_leaf_nodes()) for tree in trees)
    return leaves + 2 * (leaves - len(trees))
