"""How far back does learning reach?

Le and Zuidema (2016, Quantifying the vanishing gradient, arXiv 1603.00423) divide the norm of the
loss's gradient at a position by its norm at the end. For a chain, with distance d from the end:

    raw, inputs     r_x(d) = || dL/dx[T-1-d] || / || dL/ds[T-1] ||
    raw, states     r_s(d) = || dL/ds[T-1-d] || / || dL/ds[T-1] ||
    normalised      median of r(d) over examples / median of r(0)

L is the loss of one example, T its own length, s all states of a step jointly as they are handed to
the next one (h alone misses what a memory path carries; stabilisers are left out). The raw ratio at
the inputs contains the input's matrix and gate; only the normalised one compares cells.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from recurra.diagnose.derivatives import derivatives
from recurra.diagnose.subject import Subject, by_distance, lengths, stacked
from recurra.diagnose.watch import Passage, gradients
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.records import GradientProfile
from recurra.words import Text, Words, say

KEY, QUESTION = "gradient_ratio", say("diagnose.gradient_ratio.question")
THRESHOLD = 0.01
LIMITS = (THRESHOLD, 100.0)  # of the states' ratio at the first step
FEWEST = 8  # distances that fewer examples have are left out


class Ratios(NamedTuple):
    """Raw ratios over the distance from the end, NaN beyond an example's start: [N, T]."""

    inputs: np.ndarray
    states: np.ndarray


def ratios(model: Model, batches: Iterable[Batch]) -> Ratios:
    """The raw ratios of each example.

    >>> from recurra.ir import cell
    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> @cell(states="h")  # forgets half of it at each step
    ... def half(x, h, W):
    ...     return W @ x + 0.5 * h
    >>> model = Model(Recurrent(half, 2, 3), ForecastHead(3, 1))
    >>> batch = Batch(torch.ones(4, 8, 2), target=torch.zeros(8, 1, 1))
    >>> [round(float(r), 4) for r in ratios(model, [batch]).states[0]]
    [1.0, 0.5, 0.25, 0.125]
    """
    inputs, states = [], []
    for batch in batches:
        x, of_states, passages = gradients(model, batch)
        ends = lengths(batch)
        at_states = by_distance(joint(passages, of_states), ends)
        at_inputs = by_distance(x.double().norm(dim=2).numpy(), ends)
        with np.errstate(invalid="ignore", divide="ignore"):
            inputs.append(at_inputs / at_states[:, :1])
            states.append(at_states / at_states[:, :1])
    return Ratios(stacked(inputs), stacked(states))


def joint(passages: list[Passage], found: list[list[tuple[Tensor, ...]]]) -> np.ndarray:
    """Norms [T, B] over all states of all layers together, of what `watch.gradients` gives."""
    first = passages[0]
    square = torch.zeros(first.steps, first.states[0][0].shape[0], dtype=torch.float64)
    for passage, each in zip(passages, found, strict=True):
        for t, states in enumerate(each):
            for k in passage.counted():
                square[t] += states[k].double().square().sum(1)
    return square.sqrt().numpy()


def find(subject: Subject) -> Finding:
    """The states' ratio at the first step of a typical example, and how far it stays up."""
    found = ratios(subject.model, subject.batches)
    states = line(say("diagnose.axes.all_states"), found.states)
    inputs = line(say("diagnose.axes.inputs"), found.inputs)
    number = states.y[-1] if states.y else None
    end = reach(np.array(states.y), THRESHOLD)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.gradient_ratio.unit"),
        threshold=LIMITS,
        rule="between",
        verdict=judge(number, "between", LIMITS),
        answer=_answer(number, end, len(states.y)),
        advice=_advice(number),
        conditions=subject.conditions(say("diagnose.gradient_ratio.conditions")),
        charts=(_chart((states, normalised(inputs)), True), _chart((inputs,), False)),
    )


def line(name: Text, values: np.ndarray) -> Line:
    """Median and spread over examples [N,T] at each distance that enough of them have."""
    finite = np.where(np.isfinite(values), values, np.nan)
    enough = int((np.isfinite(finite).sum(0) >= min(FEWEST, len(finite))).sum())
    if not enough or not len(finite):
        return Line(name, (), ())
    low, middle, high = np.nanquantile(finite[:, :enough], [0.1, 0.5, 0.9], axis=0)
    distance = tuple(float(d) for d in range(enough))
    return Line(name, distance, rounded(middle), rounded(low), rounded(high))


def normalised(given: Line) -> Line:
    """Divided by its value at distance 0; as it is where that is 0."""
    if not given.y or not given.y[0] > 0:
        return given
    parts = (rounded(v / given.y[0] for v in values) for values in (given.y, given.low, given.high))
    return Line(given.name, given.x, *parts)


def _chart(lines: tuple[Line, ...], relative: bool) -> Chart:
    if relative:
        return Chart(
            "lines",
            say("diagnose.gradient_ratio.relative"),
            say("diagnose.axes.steps_before_end"),
            say("diagnose.gradient_ratio.to_distance_0"),
            lines,
            log=True,
            limits=LIMITS,
            reading=say("diagnose.gradient_ratio.relative_reading"),
        )
    return Chart(
        "lines",
        say("diagnose.gradient_ratio.raw"),
        say("diagnose.axes.steps_before_end"),
        say("diagnose.gradient_ratio.at_inputs"),
        lines,
        log=True,
        reading=say("diagnose.gradient_ratio.raw_reading"),
    )


def _answer(number: float | None, end: float | None, steps: int) -> Words:
    if number is None:
        return say("diagnose.gradient_ratio.no_ratio")
    return say(
        "diagnose.gradient_ratio.reaches", number=number, end=end, steps=steps, limit=THRESHOLD
    )


def _advice(number: float | None) -> tuple[Words, ...]:
    if number is not None and number < LIMITS[0]:
        return (say("diagnose.gradient_ratio.when_small"),)
    if number is not None and number > LIMITS[1]:
        return (say("diagnose.gradient_ratio.when_large"),)
    return ()


def profile(
    model: Model, batches: Iterable[Batch], *, name: str = "", threshold: float = THRESHOLD
) -> GradientProfile:
    """The norm of the loss's gradient at each input against its distance from the end.

    >>> from torch import nn
    >>> class Mean(nn.Module):  # a body that forgets nothing: every step weighs the same
    ...     def forward(self, x, lengths=None):
    ...         return x.cumsum(0), ()
    >>> from recurra.nn.heads import ClassificationHead
    >>> model = Model(Mean(), ClassificationHead(3, 2))
    >>> batch = Batch(torch.ones(4, 8, 3), target=torch.zeros(8, dtype=torch.int64))
    >>> [round(ratio, 3) for ratio in profile(model, [batch]).normalised]
    [1.0, 1.0, 1.0, 1.0]
    """
    norms = stacked(_norms(model, batch) for batch in batches)
    enough = int((np.isfinite(norms).sum(0) >= min(FEWEST, len(norms))).sum())
    norms = norms[:, : max(1, enough)]
    low, median, high = np.nanquantile(norms, [0.1, 0.5, 0.9], axis=0)
    ratio = median / median[0] if median[0] > 0 else np.zeros_like(median)
    return GradientProfile(
        architecture=name,
        distance=tuple(range(norms.shape[1])),
        median=tuple(median.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        normalised=tuple(ratio.tolist()),
        reach=reach(ratio, threshold),
        threshold=threshold,
    )


def _norms(model: Model, batch: Batch) -> np.ndarray:
    """[B, T] by distance from each example's own end; NaN beyond its start."""
    x = model.embedded(batch).x.detach().clone().requires_grad_()
    loss = model.loss(batch._replace(x=x)) * x.shape[1]  # the mean over B is of one example each
    (gradient,) = derivatives([loss], [x])
    return by_distance(gradient.norm(dim=2).double().numpy(), lengths(batch))


def reach(ratio: np.ndarray, threshold: float) -> float | None:
    """First distance from which on the ratio stays below; None: it does not."""
    above = np.flatnonzero(ratio >= threshold)
    if len(above) == 0:
        return 0.0
    return float(above[-1] + 1) if above[-1] + 1 < len(ratio) else None
