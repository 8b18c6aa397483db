"""Do gradients vanish or explode on their way down a tree?

    λ = mean over edges of log( ‖ J_e' v ‖ / ‖ v ‖ ),   v at the child = J_e' v at its parent

with J_e = ds_parent / ds_child along one edge, s all states jointly: by how much a gradient grows
from a parent to one of its children, and a small difference of a child on its way up. v is drawn
at each root; the edges at which it turns into the fastest direction are left out. Edges to leaves
that are inputs alone are none between states and do not count.
"""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends import tree_reference
from recurra.diagnose.derivatives import derivatives
from recurra.diagnose.stability import FACTORS, KEY, LEFT_OUT
from recurra.diagnose.subject import Subject
from recurra.diagnose.tree_gradient_ratio import TreeRatios, by_depth, gradients
from recurra.diagnose.tree_watch import TreePassage
from recurra.diagnose.watch import trees
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.words import Words, say

QUESTION = say("diagnose.tree_stability.question")


class Growth(NamedTuple):
    """One entry for each edge between states: its child's depth, log growth, its tree."""

    depth: np.ndarray
    growth: np.ndarray  # -inf where an edge lets nothing through
    total: np.ndarray  # log growth from the root down to the child
    tree: np.ndarray


def growth(passage: TreePassage, seed: int = 0) -> Growth:
    """The growth at every edge, from the roots down, one depth after the other."""
    forest, generator = passage.forest, torch.Generator().manual_seed(seed)
    counted = passage.counted()
    states = [passage.state(k).detach() for k in range(len(passage.graph.states))]
    direction = [torch.zeros_like(s) for s in states]
    roots = torch.from_numpy(forest.roots)
    for k in counted:
        drawn = torch.randn(len(roots), states[k].shape[1], generator=generator)
        direction[k][roots] = drawn.to(states[k].dtype)
    sizes = np.zeros(len(forest.parent))
    _normalise(direction, forest.roots, counted)
    for depth in range(int(forest.depth.max(initial=0))):
        parents = np.flatnonzero((forest.depth == depth) & (forest.children > 0))
        kids, found = _sent_down(passage, parents, direction)
        for k in counted:
            direction[k][torch.from_numpy(kids)] = found[k]
        sizes[kids] = _normalise(direction, kids, counted)
    edges = np.flatnonzero((forest.parent >= 0) & passage.computed)
    with np.errstate(divide="ignore"):
        log = np.log(sizes)
    total = np.zeros(len(log))
    for node in reversed(range(len(log))):  # parents come after their children
        if forest.parent[node] >= 0:
            total[node] = total[forest.parent[node]] + log[node]
    return Growth(forest.depth[edges], log[edges], total[edges], forest.tree[edges])


def exponents(found: Growth) -> np.ndarray:
    """Mean growth an edge of each tree that has edges between states."""
    kept = []
    for tree in np.unique(found.tree):
        own = found.tree == tree
        settled = found.depth[own] > np.floor(LEFT_OUT * found.depth[own].max())
        kept.append(np.maximum(found.growth[own][settled], -1e3).mean())
    return np.array(kept)


def find(subject: Subject) -> Finding:
    """The growth an edge, against what a typical tree can bear."""
    found = [growth(p) for b in subject.batches for p in trees(subject.model, b)]
    each = np.concatenate([exponents(one) for one in found])
    number = float(np.median(each)) if len(each) else None
    depth = max(1, subject.typical)
    limits = (math.log(FACTORS[0]) / depth, math.log(FACTORS[1]) / depth)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.tree_stability.unit"),
        threshold=rounded(limits),
        rule="between",
        verdict=judge(number, "between", limits),
        answer=_answer(number, depth),
        advice=_advice(number, limits),
        conditions=subject.conditions(_spread(each)),
        charts=(_growth_chart(found), _norm_chart(subject)),
    )


def _spread(each: np.ndarray) -> Words:
    if not len(each):
        return say("diagnose.tree_stability.no_edges")
    low, high = np.quantile(each, [0.1, 0.9])
    return say("diagnose.tree_stability.conditions", low=low, high=high)


def _sent_down(
    passage: TreePassage, parents: np.ndarray, direction: list[Tensor]
) -> tuple[np.ndarray, list[Tensor]]:
    """The children of these nodes, and J' v at each of them, by state."""
    graph, family = passage.graph, passage.family(parents)
    owner, leaves = torch.from_numpy(family.owner), passage.leaves(family)
    params = {name: p.detach() for name, p in passage.params.items()}
    names = [[f"{child}.{s.name}" for child in graph.children] for s in graph.states]
    asked = [name for each in names for name in each]
    for name in asked:
        leaves[name] = leaves[name].clone().requires_grad_()
    with torch.enable_grad():
        new = tree_reference.evaluated(graph, params, leaves, owner)
        given = [d[torch.from_numpy(parents)] for d in direction]
        by_name = dict(zip(asked, derivatives(new, [leaves[n] for n in asked], given), strict=True))
    there = family.child >= 0
    each = [torch.stack([by_name[n] for n in own], 1).flatten(0, 1) for own in names]
    return family.child[there], [e[torch.from_numpy(there)] for e in each]


def _normalise(direction: list[Tensor], nodes: np.ndarray, counted: tuple[int, ...]) -> np.ndarray:
    """Make the directions at these nodes of unit length, in place; their lengths before."""
    rows = torch.from_numpy(nodes)
    size = torch.zeros(len(rows), dtype=torch.float64)
    for k in counted:
        size += direction[k][rows].double().square().sum(1)
    size = size.sqrt()
    scale = torch.where(size > 0, 1 / size, 0.0)[:, None]
    for k in counted:
        direction[k][rows] = (direction[k][rows].double() * scale).to(direction[k].dtype)
    return np.asarray(size.numpy())


def _growth_chart(found: list[Growth]) -> Chart:
    """How a gradient grows from the root on down."""
    depth = np.concatenate([g.depth for g in found])
    total = np.exp(np.clip(np.concatenate([g.total for g in found]), -200, 200))
    edges = TreeRatios(depth, total, np.arange(len(depth)))
    shown = by_depth(edges, say("diagnose.axes.any_gradient"))
    return Chart(
        "lines",
        say("diagnose.tree_stability.growth"),
        say("diagnose.axes.edges_gone_down"),
        say("diagnose.tree_stability.to_the_root"),
        (shown,),
        log=True,
        limits=FACTORS,
        reading=say("diagnose.tree_stability.growth_reading"),
    )


def _norm_chart(subject: Subject) -> Chart:
    """The norm of the gradient at the states against depth, not divided by anything."""
    found = gradients(subject.model, subject.batches[0])
    forest = found.passage.forest
    norms: Line = by_depth(
        TreeRatios(forest.depth, found.joint(), forest.tree), say("diagnose.axes.loss_gradient")
    )
    return Chart(
        "lines",
        say("diagnose.tree_stability.norms"),
        say("diagnose.axes.depth"),
        say("diagnose.tree_stability.norm"),
        (norms,),
        log=True,
        reading=say("diagnose.tree_stability.norms_reading"),
    )


def _answer(number: float | None, depth: int) -> Words:
    if number is None:
        return say("diagnose.tree_stability.nothing_passed")
    factor = math.exp(min(700.0, number * depth))
    return say("diagnose.tree_stability.grows", each=math.exp(number), whole=factor, edges=depth)


def _advice(number: float | None, limits: tuple[float, float]) -> tuple[Words, ...]:
    if number is not None and number < limits[0]:
        return (say("diagnose.tree_stability.when_small"),)
    if number is not None and number > limits[1]:
        return (say("diagnose.tree_stability.when_large"),)
    return ()
