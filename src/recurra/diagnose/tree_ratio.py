"""How far down a tree does learning reach?

As Le and Zuidema (2016, arXiv 1603.00423) define it, for each input of each tree, with the depth d
of its node (edges to the root):

    raw          r(d) = || dL/dx || / || dL/dh_root ||
    normalised   median of r(d) over nodes / median of r at the least depth that is there

L is the loss of one tree at its root. At a leaf of their networks the input is the node's own
representation; where a matrix stands between, the raw ratio contains it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.forest import Forest
from recurra.diagnose.gradient_ratio import FEWEST, LIMITS
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.recursive import Recursive

KEY, QUESTION = "tree_ratio", "How far down a tree does learning reach?"
Loss = Callable[[Tensor], Tensor]  # outputs at the roots [B,O] -> the loss of each tree [B]


class TreeRatios(NamedTuple):
    """One entry for each node that has an input: its depth, its raw ratio, its tree."""

    depth: np.ndarray
    ratio: np.ndarray
    tree: np.ndarray


def depths(forest: Forest) -> np.ndarray:
    """Edges from each node to its root [N].

    >>> depths(Forest.of([([2, 2, 4, 4, -1], [0, 1, -1, 2, -1])])).tolist()
    [2, 2, 1, 1, 0]
    """
    found = np.zeros(len(forest.parent), np.int64)
    for node in range(len(found) - 1, -1, -1):
        above = forest.parent[node]
        found[node] = 0 if above < 0 else found[above] + 1
    return found


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
        at_inputs, at_roots = torch.autograd.grad(loss(found.roots).sum(), [given, found.roots])
    sizes = np.repeat(np.arange(len(forest)), forest.sizes)
    there = forest.token >= 0
    tree = sizes[there]
    root = at_roots.double().norm(dim=1).numpy()[tree]
    own = at_inputs.double().norm(dim=1).numpy()
    ratio = np.where(root > 0, own / np.where(root > 0, root, 1.0), np.nan)
    return TreeRatios(depths(forest)[there], ratio, tree)


def by_depth(found: TreeRatios) -> Line:
    """Median and spread at each depth that enough nodes have."""
    fewest = min(FEWEST, len(found.depth))
    kept = [d for d in np.unique(found.depth) if (found.depth == d).sum() >= fewest]
    table = np.array([
        np.nanquantile(found.ratio[found.depth == d], [0.1, 0.5, 0.9]) for d in kept
    ]).reshape(-1, 3)  # fmt: skip
    low, middle, high = (rounded(column) for column in table.T)
    return Line("inputs", tuple(float(d) for d in kept), middle, low, high)


def find(network: Recursive, forest: Forest, x: Tensor, loss: Loss, name: str = "") -> Finding:
    """The ratio at the greatest depth, relative to the least."""
    raw = by_depth(ratios(network, forest, x, loss))
    number = raw.y[-1] / raw.y[0] if raw.y and raw.y[0] > 0 else None
    return Finding(
        key=KEY,
        question=QUESTION,
        model=name or network.cell.name,
        number=number,
        unit="of the gradient norm at the least depth",
        threshold=LIMITS,
        rule="between",
        verdict=judge(number, "between", LIMITS),
        answer=_answer(raw, number),
        advice=_advice(number),
        conditions=f"{len(forest):,} trees, {len(x):,} inputs; median over nodes of a depth",
        charts=(
            Chart(
                "lines",
                "Gradient ratio down the tree, raw as in the paper",
                "depth: edges to the root",
                "‖dL/dx‖ over ‖dL/dh‖ at the root",
                (raw,),
                log=True,
                reading=(
                    "A level line means that a word deep in the tree teaches as much as one near "
                    "the root; a falling one that what lies deep is hardly learned from."
                ),
            ),
        ),
    )


def _answer(raw: Line, number: float | None) -> str:
    if number is None:
        return "The gradient at the root is zero, so there is no ratio."
    return f"At depth {raw.x[-1]:.0f} the gradient is {number:.2g} of that at depth {raw.x[0]:.0f}."


def _advice(number: float | None) -> tuple[str, ...]:
    if number is not None and number < LIMITS[0]:
        return ("Take a cell with memory (rlstm, nary, childsum), or raise its forget bias.",)
    if number is not None and number > LIMITS[1]:
        return ("Clip the gradient's norm, or lower the learning rate.",)
    return ()
