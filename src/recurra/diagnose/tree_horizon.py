"""Beyond which depth does a word no longer change the root?

By perturbation: all inputs from a depth d on are replaced by those of another tree; the change is
half the sum of the differences of the probabilities at the root, mean over trees. Memory ends where
it is below a hundredth of the change when every input is replaced. Beside it stand the change when
one input at that depth is replaced, and the score that is left. By gradient: the norm of the loss's
gradient at the inputs of a depth, relative to the least depth.
"""

from typing import NamedTuple

import numpy as np
import torch

from recurra.diagnose import tree_dependency
from recurra.diagnose.gradient_ratio import FEWEST, normalised, reach
from recurra.diagnose.horizon import (
    KEY,
    MOST,
    THRESHOLD,
    apart,
    asked,
    exchangeable,
    partners,
    refined,
    unanswered,
)
from recurra.diagnose.subject import Subject, answers, distances
from recurra.diagnose.tree_gradient_ratio import by_depth, of_model
from recurra.findings import Chart, Finding, Line, rounded
from recurra.nn.batch import Batch
from recurra.words import Words, say

QUESTION = say("diagnose.tree_horizon.question")


class Changes(NamedTuple):
    """By depth."""

    where: tuple[int, ...]
    deeper: np.ndarray  # change with all inputs from there on replaced
    single: np.ndarray  # with one input there replaced; NaN where few trees have one
    score: np.ndarray  # with all inputs from there on replaced


def replaced(batch: Batch, depth: int, *, alone: bool = False, seed: int = 0) -> Batch:
    """The batch with other trees' inputs at all depths from `depth` on, or at one node there.

    Input k of a tree becomes input k of another one, which begins again where it has fewer.
    """
    forest = batch.trees
    assert forest is not None
    there = forest.token >= 0
    owner, at = forest.tree[there], forest.depth[there]
    counts = np.bincount(owner, minlength=len(forest))
    first = np.cumsum(counts) - counts
    partner = partners(len(forest), seed).numpy()[owner]
    source = first[partner] + (np.arange(len(owner)) - first[owner]) % np.maximum(
        counts[partner], 1
    )
    chosen = _one_each(owner, at == depth, seed) if alone else at >= depth
    chosen &= counts[partner] > 0
    foreign = batch.x[torch.from_numpy(np.where(chosen, source, 0))]
    return batch._replace(x=torch.where(torch.from_numpy(chosen)[:, None], foreign, batch.x))


def changes(subject: Subject) -> Changes:
    """What is left when deep inputs are replaced, at a choice of depths."""
    where = distances(max(1, int(subject.lengths.max())), MOST)
    before = answers(subject.model, subject.batches)
    deeper, single, score = [], [], []
    for d in where:
        after = answers(subject.model, [replaced(b, d) for b in subject.batches])
        one = answers(subject.model, [replaced(b, d, alone=True) for b in subject.batches])
        deeper.append(apart(before, after))
        score.append(subject.value(after))
        own = np.concatenate([_has(b, d) for b in subject.batches])
        many = own.sum() >= min(FEWEST, subject.examples)
        single.append(apart(before[own], one[own]) if many else np.nan)
    return Changes(where, np.array(deeper), np.array(single), np.array(score))


def find(subject: Subject, need: int | None = None) -> Finding:
    """The deepest inputs that still count, against those that the data need; `need`: edges from
    the root, None: it is measured."""
    wanted = tree_dependency.needed(*tree_dependency.explained(subject)) if need is None else need
    usable = exchangeable(subject, lambda b: replaced(b, 0))
    if usable is None:
        return unanswered(subject, QUESTION, say("diagnose.axes.edges_from_root"))
    subject, found = usable, changes(usable)
    fine = refined(found.where, found.deeper, asked(subject, replaced))
    number = horizon(*fine)
    inputs, _ = of_model(subject.model, subject.batches)
    gradient = normalised(by_depth(inputs, say("diagnose.axes.by_gradient")))
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.axes.edges_from_root"),
        threshold=() if wanted is None else (float(wanted),),
        rule="none" if wanted is None else "least",
        verdict=_verdict(number, wanted),
        answer=_answer(number, wanted, int(subject.lengths.max()), gradient),
        advice=_advice(number, wanted),
        conditions=subject.conditions(say("diagnose.tree_horizon.conditions")),
        charts=_charts(subject, found, gradient, wanted, fine),
    )


def horizon(where: tuple[int, ...], deeper: np.ndarray) -> float | None:
    """The greatest depth whose inputs still change the answer; None: none does."""
    if not deeper[0] > 0:
        return None
    return float(where[int(np.flatnonzero(deeper >= THRESHOLD * deeper[0])[-1])])


def _one_each(owner: np.ndarray, there: np.ndarray, seed: int) -> np.ndarray:
    """One of the inputs that are `there` of each tree, drawn."""
    order = np.random.default_rng(seed).permutation(len(owner))
    order = order[there[order]]
    _, first = np.unique(owner[order], return_index=True)
    chosen = np.zeros(len(owner), bool)
    chosen[order[first]] = True
    return chosen


def _has(batch: Batch, depth: int) -> np.ndarray:
    """Which trees have an input at a depth."""
    forest = batch.trees
    assert forest is not None
    there = (forest.token >= 0) & (forest.depth == depth)
    return np.bincount(forest.tree[there], minlength=len(forest)) > 0


def _charts(
    subject: Subject,
    found: Changes,
    gradient: Line,
    wanted: int | None,
    fine: tuple[tuple[int, ...], np.ndarray],
) -> tuple[Chart, ...]:
    x = tuple(float(d) for d in found.where)
    whole = found.deeper[0] if found.deeper[0] > 0 else 1.0
    kept = np.isfinite(found.single)
    alone = Line(
        say("diagnose.tree_horizon.one_replaced"),
        tuple(d for d, k in zip(x, kept, strict=True) if k),
        rounded(found.single[kept] / whole),
    )
    marks = () if wanted is None else ((float(wanted), say("diagnose.tree_horizon.needed")),)
    info = subject.score.info
    factor = 100.0 if info.percent else 1.0
    return (
        Chart(
            "lines",
            say("diagnose.tree_horizon.changes"),
            say("diagnose.axes.depth"),
            say("diagnose.axes.change_of_answer"),
            (Line(say("diagnose.tree_horizon.all_replaced"),
                  tuple(float(d) for d in fine[0]), rounded(fine[1] / whole)), alone,
             Line(say("diagnose.axes.by_gradient"), gradient.x, gradient.y)),
            log=True,
            limits=(THRESHOLD,),
            marks=marks,
            reading=say("diagnose.tree_horizon.changes_reading"),
        ),
        Chart(
            "lines",
            say("diagnose.horizon.score"),
            say("diagnose.axes.depth"),
            say("diagnose.axes.score", name=subject.measure, percent=info.percent),
            (Line(say("diagnose.tree_horizon.all_replaced"), x, rounded(found.score * factor)),),
            marks=marks,
            reading=say("diagnose.tree_horizon.score_reading"),
        ),
    )  # fmt: skip


def _verdict(number: float | None, wanted: int | None) -> str:
    if number is None:
        return "sick"
    if wanted is None:
        return "open"
    return "healthy" if number >= wanted else "sick"


def _answer(number: float | None, wanted: int | None, deepest: int, gradient: Line) -> Words:
    if number is None:
        return say("diagnose.tree_horizon.same")
    end = reach(np.array(gradient.y), THRESHOLD) if gradient.y else None
    return say(
        "diagnose.tree_horizon.reach",
        number=number,
        deepest=deepest,
        gradient=bool(gradient.y),
        faded=None if end is None else gradient.x[int(end)],
        needed=wanted,
    )


def _advice(number: float | None, wanted: int | None) -> tuple[Words, ...]:
    if number is None:
        return (say("diagnose.horizon.when_same"),)
    if wanted is not None and number < wanted:
        return (say("diagnose.tree_horizon.when_short"),)
    return ()
