"""Test scores of every node, beside those of the roots, where the labels of all nodes teach.

Nodes of a tree depend on each other, so that whole trees are drawn for the interval: what a tree's
nodes add to the score's parts, and how many there are, are its statistics.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from recurra.comparison import statistics
from recurra.comparison.statistics import Draws, Scores
from recurra.comparison.store import Store
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel
from recurra.tasks import Task
from recurra.tasks.scores import Score
from recurra.tasks.tree_answers import node_probabilities


def asked(task: Task, model: Model) -> bool:
    """Whether a model's nodes are scored: its cell is for trees, and all nodes taught it."""
    return task.every and isinstance(model, TreeModel)


def predictions(task: Any, model: Model) -> dict[str, np.ndarray]:
    """What a model says of every labelled node of the test part, with its tree and label."""
    assert isinstance(model, TreeModel), "nodes are those of trees"
    said, label, tree = node_probabilities(model, task.data.take(task.index["test"]))
    return {"said": said, "label": label, "tree": tree}


def tested(score: Score, store: Store, keys: Sequence[str], draws: Draws) -> Scores | None:
    """Scores of every node over the trainings `keys`; None where none were kept, or where the
    score is no mean of parts. `draws`: of trees."""
    kept = [store.get(key, "nodes") for key in keys if store.has(key, "nodes")]
    number, tables = draws.number, []
    for found in kept:
        parts = score.parts(found["label"], found["said"])
        if parts is None:
            return None
        tables.append(_by_tree(parts, found["tree"], number))
    return statistics.scores(np.stack(tables), _over(score.combine), draws) if kept else None


def _by_tree(parts: np.ndarray, tree: np.ndarray, number: int) -> np.ndarray:
    """[number, P + 1]: the sum of the parts over a tree's nodes, and how many there are."""
    found = np.zeros((number, parts.shape[1] + 1))
    np.add.at(found, tree, np.column_stack([parts, np.ones(len(parts))]))
    return found


def _over(combine: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
    """The score from means over trees: sums over nodes are divided by the number of nodes."""
    return lambda means: combine(means[..., :-1] / means[..., -1:])
