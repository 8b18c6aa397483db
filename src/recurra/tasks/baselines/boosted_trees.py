"""Boosted trees as plain arrays: scikit-learn's fit, without its pickle.

A leaf gives its value; an inner node sends x[column] <= threshold to the left, and what is missing
where `missing_left` says. The sum over trees is taken in scikit-learn's order, so that both are
equal to the bit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline

NAMES = {
    "value": "value", "column": "feature_idx", "threshold": "num_threshold", "left": "left",
    "right": "right", "missing_left": "missing_go_to_left", "leaf": "is_leaf",
}  # fmt: skip
KINDS = {
    "column": np.int64,
    "left": np.int64,
    "right": np.int64,
    "missing_left": bool,
    "leaf": bool,
}


@dataclass(frozen=True, eq=False)
class BoostedTrees(FittedBaseline):
    """The nodes of all trees, one after another; of each round one tree for each output.

    first: [rounds, outputs], the root of each tree; start: [outputs], what is given before any
    tree.
    """

    value: np.ndarray
    column: np.ndarray
    threshold: np.ndarray
    left: np.ndarray  # numbers of nodes among all
    right: np.ndarray
    missing_left: np.ndarray
    leaf: np.ndarray
    first: np.ndarray
    start: np.ndarray

    def raw(self, x: np.ndarray) -> np.ndarray:
        """[N, outputs] for a table [N, columns]."""
        x = np.asarray(x, np.float64)
        total = np.zeros((len(x), len(self.start))) + self.start
        for round_ in self.first:
            for k, root in enumerate(round_):
                total[:, k] += self.value[self._leaves(x, root)]
        return total

    def _leaves(self, x: np.ndarray, root: int) -> np.ndarray:
        """The leaf that each row comes to."""
        node = np.full(len(x), root)
        rows = np.flatnonzero(~self.leaf[node])
        while len(rows):
            at = node[rows]
            seen = x[rows, self.column[at]]
            left = np.where(np.isnan(seen), self.missing_left[at], seen <= self.threshold[at])
            node[rows] = np.where(left, self.left[at], self.right[at])
            rows = rows[~self.leaf[node[rows]]]
        return node


def nodes_of(models: list[tuple[Any, int]]) -> dict[str, np.ndarray]:
    """The arrays of `BoostedTrees` of fitted scikit-learn models and their best rounds.

    Several models of one output each are the outputs of one; rounds that a model does not have are
    trees of value zero.
    """
    rounds = max(best for _, best in models)
    empty = models[0][0]._predictors[0][0].nodes[:1].copy()
    empty["is_leaf"], empty["value"] = 1, 0.0
    found: dict[str, list[np.ndarray]] = {name: [] for name in NAMES}
    first, place = [], 0
    for number in range(rounds):
        row = []
        for model, best in models:
            trees = [t.nodes for t in model._predictors[number]] if number < best else [empty]
            for nodes in trees:
                for name, theirs in NAMES.items():
                    own = nodes[theirs].astype(KINDS.get(name, np.float64))
                    found[name].append(own + place if name in ("left", "right") else own)
                row.append(place)
                place += len(nodes)
        first.append(row)
    start = np.concatenate([np.ravel(m._baseline_prediction) for m, _ in models]).astype(np.float64)
    arrays = {name: np.concatenate(parts) for name, parts in found.items()}
    return {**arrays, "first": np.array(first, np.int64), "start": start}
