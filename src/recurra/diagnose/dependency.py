"""How far back do the data need?

Asked of the data alone: how much of the target (classes as 0/1 columns) is explained by the input
at one distance from the end,

    R²(d) = 1 - Σ (y - ŷ_d)² / Σ (y - mean y)²,   ŷ_d ridge regression on x[T-1-d],

on examples that the regression did not see (two folds). From a forecast's target everything is
taken away first that the last input explains, as series resemble their own past. What counts is
more than the largest R² over all distances that shuffled targets ever reach. It sees linear
dependence on one step only: order, products and counts (parity) escape it, so that it is a lower
bound.
"""

import numpy as np

from recurra.diagnose.subject import Subject, by_distance, distances, lengths, stacked
from recurra.findings import Chart, Finding, Line, rounded
from recurra.words import Text, Words, say

KEY, QUESTION = "dependency", say("diagnose.dependency.question")
SHUFFLES = 20
MOST = 160  # distances
RIDGE = 0.03  # of the number of examples: features are standardised
FEWEST = 24  # examples that reach back so far


def explained(subject: Subject, seed: int = 0) -> tuple[tuple[int, ...], np.ndarray, float]:
    """Distances, R² at each, and the largest R² over all of them that shuffled targets reach."""
    return shares_over(_inputs(subject), _targets(subject), seed)


def shares_over(
    inputs: np.ndarray, targets: np.ndarray, seed: int
) -> tuple[tuple[int, ...], np.ndarray, float]:
    """The same for inputs [N, distances, I], NaN where there are none, and targets [N, columns]."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(targets))
    inputs, targets = inputs[order], targets[order]
    shuffled = [targets[rng.permutation(len(targets))] for _ in range(SHUFFLES)]
    where = distances(inputs.shape[1] - 1, MOST)
    table = []
    for d in where:
        there = np.isfinite(inputs[:, d]).all(axis=1)
        x = inputs[there, d]
        few = len(x) < FEWEST
        table.append([np.nan if few else _r2(x, y[there]) for y in (targets, *shuffled)])
    shares = np.array(table)
    chance = np.nanmax(shares[:, 1:], initial=0.0)
    return where, shares[:, 0], float(chance)


def needed(where: tuple[int, ...], shares: np.ndarray, chance: float) -> int:
    """Steps from the end that carry information: the farthest that beats chance, counted from 1."""
    above = [d for d, share in zip(where, shares, strict=True) if share > chance]
    return max(above) + 1 if above else 0


def find(subject: Subject) -> Finding:
    """The farthest distance at which an input alone says something of the target."""
    where, shares, chance = explained(subject)
    number = needed(where, shares, chance)
    chart = Chart(
        "lines",
        say("diagnose.dependency.title"),
        say("diagnose.axes.steps_before_end"),
        say("diagnose.axes.share_explained"),
        (line(where, shares, say("diagnose.dependency.alone")),),
        limits=rounded([chance]),
        reading=say("diagnose.dependency.reading"),
    )
    answer = _answer(number, subject.typical)
    unit = say("diagnose.axes.steps_from_end")
    return told(subject, QUESTION, number or None, answer, unit, chart)


def line(where: tuple[int, ...], shares: np.ndarray, name: Text) -> Line:
    """The shares that could be measured, none below 0."""
    kept = [k for k, share in enumerate(shares) if np.isfinite(share)]
    x = tuple(float(where[k]) for k in kept)
    return Line(name, x, rounded(max(0.0, shares[k]) for k in kept))


def told(
    subject: Subject, question: Words, number: int | None, answer: Words, unit: Words, chart: Chart
) -> Finding:
    """The finding, which has no verdict of its own."""
    return Finding(
        key=KEY,
        question=question,
        model=say("diagnose.dependency.the_data"),
        number=None if number is None else float(number),
        unit=unit,
        threshold=(),
        rule="none",
        verdict="open",
        answer=answer,
        conditions=say(
            "diagnose.dependency.conditions",
            examples=subject.examples,
            trees=subject.trees,
            origin=subject.origin,
            shuffles=SHUFFLES,
        ),
        charts=(chart,),
    )


def _inputs(subject: Subject) -> np.ndarray:
    """[N, T, I] by distance from the end, NaN beyond the start."""
    blocks = [by_distance(b.x.numpy(), lengths(b)) for b in subject.batches]
    width = blocks[0].shape[2]
    flat = [stacked_channels(blocks, k) for k in range(width)]
    return np.stack(flat, axis=2)


def stacked_channels(blocks: list[np.ndarray], channel: int) -> np.ndarray:
    """One channel [N, T] of blocks [B, T, I]."""
    return stacked(block[:, :, channel] for block in blocks)


def _targets(subject: Subject) -> np.ndarray:
    """[N, columns]: classes as 0/1, forecasts without what the last input explains."""
    truth = subject.truth
    if truth.ndim == 1:
        return columns(truth)
    flat = truth.reshape(len(truth), -1)
    last = np.concatenate([
        b.x.numpy()[lengths(b) - 1, np.arange(b.x.shape[1])] for b in subject.batches
    ])  # fmt: skip
    design = np.column_stack([last, np.ones(len(last))])
    fitted, *_ = np.linalg.lstsq(design, flat, rcond=None)
    return np.asarray(flat - design @ fitted)


def columns(classes: np.ndarray) -> np.ndarray:
    """[N, classes]: 0 and 1."""
    return (classes[:, None] == np.unique(classes)).astype(float)


def _r2(x: np.ndarray, y: np.ndarray) -> float:
    """Held-out share of the variance of all columns together, mean of two folds."""
    half, found = len(x) // 2, []
    for learn, test in (
        (slice(None, half), slice(half, None)),
        (slice(half, None), slice(None, half)),
    ):
        centre, spread = x[learn].mean(axis=0), x[learn].std(axis=0) + 1e-12
        a, b = (x[learn] - centre) / spread, (x[test] - centre) / spread
        mean = y[learn].mean(axis=0)
        gram = a.T @ a + RIDGE * len(a) * np.eye(a.shape[1])
        fitted = b @ np.linalg.solve(gram, a.T @ (y[learn] - mean)) + mean
        total = np.square(y[test] - mean).sum()
        found.append(1 - np.square(y[test] - fitted).sum() / total if total > 0 else 0.0)
    return float(np.mean(found))


def _answer(number: int, length: int) -> Words:
    if not number:
        return say("diagnose.dependency.nothing")
    return say("diagnose.dependency.up_to", steps=number, length=length)
