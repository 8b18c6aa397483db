"""How deep in the trees do the data carry information?

As for sequences (`dependency`), asked of the data alone: how much of the class is explained by the
inputs at one depth, here by their mean, ridge regression on held-out trees against shuffled
classes.
"""

import numpy as np

from recurra.diagnose.dependency import columns, line, shares_over, told
from recurra.diagnose.subject import Subject
from recurra.findings import Chart, Finding, rounded
from recurra.words import Words, say

QUESTION = say("diagnose.tree_dependency.question")


def explained(subject: Subject, seed: int = 0) -> tuple[tuple[int, ...], np.ndarray, float]:
    """Depths, R² at each, and the largest R² over all of them that shuffled classes reach."""
    return shares_over(_inputs(subject), columns(subject.truth), seed)


def needed(where: tuple[int, ...], shares: np.ndarray, chance: float) -> int | None:
    """The greatest depth whose inputs say more than chance; None: none does."""
    above = [d for d, share in zip(where, shares, strict=True) if share > chance]
    return max(above, default=None)


def find(subject: Subject) -> Finding:
    """The greatest depth at which the inputs by themselves say something of the class."""
    where, shares, chance = explained(subject)
    number = needed(where, shares, chance)
    chart = Chart(
        "lines",
        say("diagnose.tree_dependency.title"),
        say("diagnose.axes.depth"),
        say("diagnose.axes.share_explained"),
        (line(where, shares, say("diagnose.tree_dependency.by_mean")),),
        limits=rounded([chance]),
        reading=say("diagnose.tree_dependency.reading"),
    )
    answer = _answer(number, subject.typical)
    return told(subject, QUESTION, number, answer, say("diagnose.axes.edges_from_root"), chart)


def _inputs(subject: Subject) -> np.ndarray:
    """[N, depths, I]: the mean of a tree's inputs at each depth, NaN where it has none."""
    deepest, blocks = int(subject.lengths.max()), []
    for batch in subject.batches:
        assert batch.trees is not None
        there = batch.trees.token >= 0
        cell = batch.trees.tree[there] * (deepest + 1) + batch.trees.depth[there]
        x = batch.x.double().numpy()
        total = np.zeros((len(batch.trees) * (deepest + 1), x.shape[1]))
        np.add.at(total, cell, x)
        counts = np.bincount(cell, minlength=len(total))[:, None]
        means = np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
        blocks.append(means.reshape(len(batch.trees), deepest + 1, -1))
    return np.concatenate(blocks)


def _answer(number: int | None, depth: int) -> Words:
    if number is None:
        return say("diagnose.tree_dependency.nothing")
    return say("diagnose.tree_dependency.down_to", depth=number, typical=depth)
