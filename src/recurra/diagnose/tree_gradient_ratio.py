"""How far down a tree does learning reach?

As Le and Zuidema (2016, Quantifying the vanishing gradient, arXiv 1603.00423) define it, with the
depth d of a node (edges to the root):

    raw, inputs     r_x = || dL/dx || / || dL/dh_root ||      for each node that has an input
    raw, states     r_s = || dL/ds || / || dL/ds_root ||      for each node
    normalised      median of r over the nodes of a depth / median at the least depth

L is the loss of one tree at its root, h the output, s all states of a node jointly as they are
handed to its parent. Where leaves are inputs alone, as in their networks, a leaf's x stands for its
states; else the raw ratio at the inputs contains the input's matrix and gates, and only the
normalised ones compare cells.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.forest import Forest
from recurra.diagnose.derivatives import derivatives
from recurra.diagnose.gradient_ratio import FEWEST, KEY, LIMITS, THRESHOLD, normalised, reach
from recurra.diagnose.subject import Subject, count
from recurra.diagnose.tree_watch import TreePassage
from recurra.diagnose.watch import watched
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.recursive import Recursive
from recurra.words import Text, Words, say

QUESTION = say("diagnose.tree_gradient_ratio.question")
Loss = Callable[[Tensor], Tensor]  # outputs at the roots [B,O] -> the loss of each tree [B]


class TreeRatios(NamedTuple):
    """One entry for each node that was looked at: its depth, its raw ratio, its tree."""

    depth: np.ndarray
    ratio: np.ndarray
    tree: np.ndarray


class Gradients(NamedTuple):
    """The loss of each tree, derived by inputs and by states; nodes in the order of the forest."""

    inputs: Tensor  # [R, I]
    states: list[Tensor]  # of each state [N, units]
    passage: TreePassage

    def joint(self) -> np.ndarray:
        """Norms [N] over all states that count; where leaves are inputs alone, over a leaf's x."""
        square = torch.zeros(len(self.passage.forest.parent), dtype=torch.float64)
        for k in self.passage.counted():
            square += self.states[k].double().square().sum(1)
        if self.passage.graph.at_leaves:
            square[torch.from_numpy(~self.passage.computed)] = self.inputs.double().square().sum(1)
        return np.asarray(square.sqrt().numpy())


def ratios(network: Recursive, forest: Forest, x: Tensor, loss: Loss) -> TreeRatios:
    """The raw ratio at every node that has an input; x [R, I] in the order of `forest.tokens`.

    >>> network = Recursive("rnn_tree", 3, 3, backend="reference")
    >>> forest = Forest.of([([2, 2, -1], [0, 1, -1])])
    >>> found = ratios(network, forest, torch.ones(2, 3), lambda roots: roots.sum(1))
    >>> found.depth.tolist(), found.ratio.shape
    ([1, 1], (2,))
    """
    given = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        found = network(forest, given)
        at_inputs, at_roots = derivatives([loss(found.roots)], [given, found.roots])
    root = at_roots.double().norm(dim=1).numpy()
    return _against(forest, forest.token >= 0, at_inputs.double().norm(dim=1).numpy(), root)


def gradients(model: Model, batch: Batch) -> Gradients:
    """The gradients of the loss at the roots; each tree's own, so that their number is no part."""
    x = batch.x.detach().clone().requires_grad_()
    with watched(model) as watcher, torch.enable_grad():
        loss = model.loss(batch._replace(x=x, nodes=None)) * count(batch)
        (passage,) = watcher.passages
        assert isinstance(passage, TreePassage)
        flat = [s for states in passage.pieces for s in states]
        at_inputs, *pieces = derivatives([loss], [x, *flat])
    each = len(passage.graph.states)
    states = [passage.sorted(pieces[k::each]) for k in range(each)]
    return Gradients(at_inputs, states, passage)


def of_model(model: Model, batches: Iterable[Batch]) -> tuple[TreeRatios, TreeRatios]:
    """The raw ratios of a model's trees, at inputs and at states."""
    inputs, states, trees = [], [], 0
    for batch in batches:
        found = gradients(model, batch)
        forest, norms = found.passage.forest, found.joint()
        output = torch.cat([found.states[k] for k in found.passage.graph.output], 1).double()
        roots, every = forest.roots, np.ones(len(norms), bool)
        own = found.inputs.double().norm(dim=1).numpy()
        at_output = output[torch.from_numpy(roots)].norm(dim=1).numpy()
        at_output = np.where(forest.children[roots] > 0, at_output, norms[roots])
        pair = (
            _against(forest, forest.token >= 0, own, at_output),
            _against(forest, every, norms, norms[roots]),
        )
        inputs.append(pair[0]._replace(tree=pair[0].tree + trees))
        states.append(pair[1]._replace(tree=pair[1].tree + trees))
        trees += len(forest)
    return _joined(inputs), _joined(states)


def by_column(found: TreeRatios) -> np.ndarray:
    """The ratios of each depth as a column, NaN below: [most nodes of a depth, depths]."""
    counts = np.bincount(found.depth)
    table = np.full((int(counts.max()), len(counts)), np.nan)
    order = np.argsort(found.depth, kind="stable")
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    table[place, found.depth[order]] = found.ratio[order]
    return table


def at_the_bottom(found: TreeRatios) -> np.ndarray:
    """[B] the ratio at the deepest node of each tree."""
    order = np.lexsort((-found.depth, found.tree))
    _, first = np.unique(found.tree[order], return_index=True)
    return np.asarray(found.ratio[order][first])


def by_depth(found: TreeRatios, name: Text) -> Line:
    """Median and spread at each depth that enough nodes have."""
    finite = np.isfinite(found.ratio)
    depth, ratio = found.depth[finite], found.ratio[finite]
    fewest = min(FEWEST, len(np.unique(found.tree)))
    kept = [d for d in np.unique(depth) if (depth == d).sum() >= fewest]
    table = np.array([np.quantile(ratio[depth == d], [0.1, 0.5, 0.9]) for d in kept])
    low, middle, high = (rounded(column) for column in table.reshape(-1, 3).T)
    return Line(name, tuple(float(d) for d in kept), middle, low, high)


def find(subject: Subject) -> Finding:
    """The states' ratio at the greatest depth, and from which depth on it is small."""
    inputs, states = of_model(subject.model, subject.batches)
    raw = by_depth(inputs, say("diagnose.axes.inputs"))
    line = by_depth(states, say("diagnose.axes.all_states"))
    number = line.y[-1] if len(line.y) > 1 else None
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.tree_gradient_ratio.unit"),
        threshold=LIMITS,
        rule="between",
        verdict=judge(number, "between", LIMITS),
        answer=_answer(line, number),
        advice=_advice(number),
        conditions=subject.conditions(say("diagnose.tree_gradient_ratio.conditions")),
        charts=(_relative(line, normalised(raw)), _raw(raw)),
    )


def _against(
    forest: Forest, chosen: np.ndarray, norms: np.ndarray, roots: np.ndarray
) -> TreeRatios:
    """Norms at some nodes over those at their roots [B]; NaN where that is 0."""
    tree = forest.tree[chosen]
    below = roots[tree]
    ratio = np.where(below > 0, norms / np.where(below > 0, below, 1.0), np.nan)
    return TreeRatios(forest.depth[chosen], ratio, tree)


def _joined(parts: list[TreeRatios]) -> TreeRatios:
    return TreeRatios(*map(np.concatenate, zip(*parts, strict=True)))


def _relative(states: Line, inputs: Line) -> Chart:
    return Chart(
        "lines",
        say("diagnose.tree_gradient_ratio.relative"),
        say("diagnose.axes.depth"),
        say("diagnose.tree_gradient_ratio.to_least_depth"),
        (states, inputs),
        log=True,
        limits=LIMITS,
        reading=say("diagnose.tree_gradient_ratio.relative_reading"),
    )


def _raw(inputs: Line) -> Chart:
    return Chart(
        "lines",
        say("diagnose.tree_gradient_ratio.raw"),
        say("diagnose.axes.depth"),
        say("diagnose.tree_gradient_ratio.at_inputs"),
        (inputs,),
        log=True,
        reading=say("diagnose.tree_gradient_ratio.raw_reading"),
    )


def _answer(line: Line, number: float | None) -> Words:
    if not line.y:
        return say("diagnose.tree_gradient_ratio.no_ratio")
    if number is None:
        return say("diagnose.tree_gradient_ratio.no_way_down")
    end = reach(np.array(line.y), THRESHOLD)
    return say(
        "diagnose.tree_gradient_ratio.reaches",
        depth=line.x[-1],
        number=number,
        end=None if end is None else line.x[int(end)],
        depths=len(line.x),
        limit=THRESHOLD,
    )


def _advice(number: float | None) -> tuple[Words, ...]:
    if number is not None and number < LIMITS[0]:
        return (say("diagnose.tree_gradient_ratio.when_small"),)
    if number is not None and number > LIMITS[1]:
        return (say("diagnose.tree_gradient_ratio.when_large"),)
    return ()
