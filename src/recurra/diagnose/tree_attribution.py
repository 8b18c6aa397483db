"""Which words decide?

Integrated gradients and occlusion as for sequences (`attribution`), at the inputs of a tree; x0 is
the zero vector. The sum over the parts of a word's vector is drawn on the tree.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.forest import Forest
from recurra.diagnose.attribution import (
    EXAMPLES,
    MOST_POINTS,
    POINTS,
    SHARE,
    THRESHOLD,
    answer_of,
    chosen,
    integral,
    judged,
)
from recurra.diagnose.subject import Subject, count, first, inputs_of, pick
from recurra.diagnose.tree_gradient_ratio import TreeRatios, by_depth
from recurra.findings import Chart, Finding, Line, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.words import Words, say

QUESTION = say("diagnose.tree_attribution.question")
DRAWN = 3  # trees
WORDS = 24  # of a drawn tree, at most
AT_ONCE = 4096  # nodes of the trees that are tried together
OCCLUDED = 16  # trees
TURNS = 64  # inputs of a tree that are blanked, at most, one after the other


def integrated(model: Model, batch: Batch) -> tuple[Tensor, float, int]:
    """Attributions [R,I], the relative error of completeness, and the number of points."""
    said, forest = chosen(model, batch), _forest(batch)
    blank = batch._replace(x=torch.zeros_like(batch.x))
    gap = (answer_of(model, batch, said) - answer_of(model, blank, said)).double()
    owner, points = torch.from_numpy(forest.tree[forest.token >= 0]), POINTS
    while True:
        found = integral(model, batch, said, points)
        whole = torch.zeros_like(gap).index_add(0, owner, found.double().sum(1))
        error = float((whole - gap).abs().mean() / gap.abs().mean().clamp(min=1e-12))
        if error <= THRESHOLD or points >= MOST_POINTS:
            return found, error, points
        points *= 2


def occluded(model: Model, batch: Batch) -> np.ndarray:
    """Change of F [R] when one input alone is blanked; NaN where an input of many has no turn."""
    said, forest = chosen(model, batch), _forest(batch)
    whole = answer_of(model, batch, said).double()
    owner = forest.tree[forest.token >= 0]
    counts = np.bincount(owner, minlength=len(forest))
    place = np.arange(len(owner)) - (np.cumsum(counts) - counts)[owner]
    found = np.full(len(owner), np.nan)
    for turn in _turns(forest.sizes[owner], np.flatnonzero(_chosen_places(place, counts[owner]))):
        rows = torch.from_numpy(owner[turn])
        own = counts[owner[turn]]
        copies = pick(batch, rows)
        x = copies.x.clone()
        x[torch.from_numpy(np.cumsum(own) - own + place[turn])] = 0
        told = None if said is None else said[rows]
        change = whole[rows] - answer_of(model, copies._replace(x=x), told).double()
        found[turn] = change.numpy()
    return found


def find(subject: Subject) -> Finding:
    """Whether the attribution can be trusted, and where half of it lies."""
    batch = first(max(subject.batches, key=count), EXAMPLES)
    found, error, points = integrated(subject.model, batch)
    size = found.abs().sum(1).double().numpy()
    few = first(batch, OCCLUDED)
    blanked = np.abs(occluded(subject.model, few))
    return judged(
        subject,
        QUESTION,
        error,
        _answer(_forest(batch), size),
        say(
            "diagnose.tree_attribution.conditions",
            trees=len(_forest(batch)),
            occluded=len(_forest(few)),
            points=points,
        ),
        (_by_depth(_forest(batch), size, _forest(few), blanked), *_drawings(subject, batch, found)),
    )


def _forest(batch: Batch) -> Forest:
    assert batch.trees is not None
    return batch.trees


def _chosen_places(place: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Which inputs have a turn: all of few, of many so many evenly spaced ones."""
    few = np.minimum(counts, TURNS)
    return np.asarray((place * few) // counts != ((place - 1) * few) // counts)


def _turns(sizes: np.ndarray, turns: np.ndarray) -> Iterator[np.ndarray]:
    """The turns [K] in parts of about so many nodes; sizes [R]: nodes of each input's tree."""
    part = np.cumsum(sizes[turns]) // AT_ONCE
    yield from np.split(turns, np.flatnonzero(np.diff(part)) + 1)


def _by_depth(forest: Forest, size: np.ndarray, few: Forest, blanked: np.ndarray) -> Chart:
    lines = []
    for name, trees, values in (
        (say("diagnose.axes.integrated_gradients"), forest, size),
        (say("diagnose.axes.occlusion"), few, blanked),
    ):
        there = trees.token >= 0
        lines.append(by_depth(TreeRatios(trees.depth[there], values, trees.tree[there]), name))
    return Chart(
        "lines",
        say("diagnose.tree_attribution.by_depth"),
        say("diagnose.axes.depth"),
        say("diagnose.axes.part_in_answer"),
        tuple(lines),
        reading=say("diagnose.tree_attribution.by_depth_reading"),
    )


def _drawings(subject: Subject, batch: Batch, found: Tensor) -> tuple[Chart, ...]:
    """The first trees that are small enough, or the smallest one."""
    forest = _forest(batch)
    words = np.bincount(forest.tree[forest.token >= 0], minlength=len(forest))
    small = np.flatnonzero((words <= WORDS) & (words > 1))[:DRAWN]
    if not len(small):
        small = np.argsort(np.where(words > 0, words, words.max() + 1), kind="stable")[:1]
    return tuple(_drawing(subject, batch, found, int(tree)) for tree in small)


def _drawing(subject: Subject, batch: Batch, found: Tensor, tree: int) -> Chart:
    one = _forest(batch).take(np.array([tree]))
    rows = torch.from_numpy(inputs_of(_forest(batch), np.array([tree])))
    there, value = one.token >= 0, np.zeros(len(one.parent))
    value[there] = found[rows].double().sum(1).numpy()
    value /= np.abs(value).max() or 1.0
    return Chart(
        "tree",
        say("diagnose.tree_attribution.drawing", tree=tree + 1),
        say("diagnose.tree_attribution.coloured"),
        "",
        (Line("nodes", _across(one), tuple(float(d) for d in one.depth)),),
        names=tuple(_word(subject, int(token)) for token in one.token),
        table=(tuple(float(p) for p in one.parent), rounded(value)),
        reading=say("diagnose.attribution.colours"),
    )


def _across(forest: Forest) -> tuple[float, ...]:
    """Words side by side, a node without one in the middle of its children."""
    place = np.cumsum(forest.token >= 0) - 1.0
    total = np.zeros(len(place))
    for node, parent in enumerate(forest.parent.tolist()):
        if forest.token[node] < 0 and forest.children[node]:
            place[node] = total[node] / forest.children[node]
        if parent >= 0:
            total[parent] += place[node]
    return tuple(float(p) for p in place)


def _word(subject: Subject, token: int) -> str:
    if token < 0:
        return ""
    return subject.words[token] if token < len(subject.words) else str(token)


def _answer(forest: Forest, size: np.ndarray) -> Words:
    if not size.sum() > 0:
        return say("diagnose.tree_attribution.nothing")
    there = forest.token >= 0
    by_own_depth = np.bincount(forest.depth[there], weights=size)
    shares = np.cumsum(by_own_depth) / size.sum()
    half = int(np.searchsorted(shares, SHARE))
    words = np.bincount(forest.depth[there])
    there_half = int(words[: half + 1].sum())
    return say("diagnose.tree_attribution.half", depth=half, there=there_half, words=len(size))
