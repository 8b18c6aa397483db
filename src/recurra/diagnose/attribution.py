"""Which inputs decide?

Integrated gradients (Sundararajan, Taly, Yan 2017, arXiv 1703.01365), by the midpoint rule,

    a_i = (x_i - x0_i) · mean over α in (0,1) of ∂F(x0 + α (x - x0)) / ∂x_i

F is the score of the class that the model says (before softmax), or the sum of its forecasts; x0
is the mean of the training data, which scaled inputs have at 0. They are complete: Σ a_i = F(x) -
F(x0) up to the error of the rule, which is measured; the number of points is doubled until it is
small. Occlusion puts x0 in the place of one step and looks at F again.
"""

import numpy as np
import torch
from torch import Tensor

from recurra.diagnose.derivatives import derivatives
from recurra.diagnose.gradient_ratio import line
from recurra.diagnose.subject import Subject, by_distance, count, distances, first, lengths, pick
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.words import Words, say

KEY, QUESTION = "attribution", say("diagnose.attribution.question")
THRESHOLD = 0.05  # largest error of completeness, relative
POINTS, MOST_POINTS = 32, 256
AT_ONCE = 8192  # steps of all examples, or words, that are run together
EXAMPLES = 64
OCCLUDED = 64  # steps at most
SHARE = 0.5


def integrated(model: Model, batch: Batch) -> tuple[Tensor, float, int]:
    """Attributions [T,B,I], the relative error of completeness, and the number of points."""
    said = chosen(model, batch)
    gap = answer_of(model, batch, said) - answer_of(model, _blank(batch), said)
    points = POINTS
    while True:
        found = integral(model, batch, said, points)
        off = (found.double().sum((0, 2)) - gap.double()).abs().mean()
        error = float(off / gap.double().abs().mean().clamp(min=1e-12))
        if error <= THRESHOLD or points >= MOST_POINTS:
            return found, error, points
        points *= 2


def occluded(model: Model, batch: Batch) -> tuple[tuple[int, ...], np.ndarray]:
    """Distances from the end, and the change of F [B] when the input there is blanked: [D, B]."""
    said, ends = chosen(model, batch), torch.from_numpy(lengths(batch))
    steps = batch.x.shape[0]
    back = ends - 1 - torch.arange(steps)[:, None]
    where = distances(steps - 1, OCCLUDED)
    whole, found = answer_of(model, batch, said), []
    for d in where:
        blanked = torch.where((back == d)[..., None], 0.0, batch.x)
        change = whole - answer_of(model, batch._replace(x=blanked), said)
        found.append(torch.where(d < ends, change, float("nan")).double().numpy())
    return where, np.stack(found)


def find(subject: Subject) -> Finding:
    """Where half of the attribution lies, and whether the attribution can be trusted."""
    batch = first(subject.batches[0], EXAMPLES)
    found, error, points = integrated(subject.model, batch)
    size = by_distance(found.abs().sum(2).double().numpy(), lengths(batch))
    where, blanked = occluded(subject.model, batch)
    return judged(
        subject,
        QUESTION,
        error,
        _answer(size),
        say("diagnose.attribution.conditions", examples=batch.x.shape[1], points=points),
        (_by_distance(size, where, blanked), _one(found, batch)),
    )


def judged(
    subject: Subject,
    question: Words,
    error: float,
    answer: Words,
    how: Words,
    charts: tuple[Chart, ...],
) -> Finding:
    """The finding: held against its threshold is the error of completeness."""
    return Finding(
        key=KEY,
        question=question,
        model=subject.name,
        number=error,
        unit=say("diagnose.attribution.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(error, "most", (THRESHOLD,)),
        answer=answer,
        advice=_advice(error),
        conditions=subject.conditions(how),
        charts=charts,
    )


def chosen(model: Model, batch: Batch) -> Tensor | None:
    """[B] the class that the model says; None for forecasts."""
    with torch.no_grad():
        output = model(batch)
    return output.argmax(1) if output.dim() == 2 else None


def answer_of(model: Model, batch: Batch, said: Tensor | None) -> Tensor:
    """F [B], without gradient."""
    with torch.no_grad():
        return _f(model(batch), said)


def _f(output: Tensor, said: Tensor | None) -> Tensor:
    """F [B]"""
    if said is None:
        return output.flatten(1).sum(1)
    return output.gather(1, said[:, None])[:, 0]


def _blank(batch: Batch) -> Batch:
    return batch._replace(x=torch.zeros_like(batch.x))


def integral(model: Model, batch: Batch, said: Tensor | None, points: int) -> Tensor:
    """Attributions, shaped as the inputs, by so many points; several points make one batch."""
    axis = 1 if batch.trees is None else 0  # of the examples, or of their words
    width, total = batch.x.shape[axis], torch.zeros_like(batch.x)
    most = max(1, AT_ONCE // max(1, batch.x[..., 0].numel()))
    for part in torch.arange(points).split(most):
        copies = pick(batch, torch.arange(count(batch)).repeat(len(part)))
        share = ((part + 0.5) / points).repeat_interleave(width).to(batch.x.dtype)
        x = (copies.x * share[:, None]).detach().requires_grad_()
        told = None if said is None else said.repeat(len(part))
        with torch.enable_grad():
            value = _f(model(copies._replace(x=x)), told).sum()
            (gradient,) = derivatives([value], [x])
        total += gradient.unflatten(axis, (len(part), width)).sum(axis) / points
    return total * batch.x


def _by_distance(size: np.ndarray, where: tuple[int, ...], blanked: np.ndarray) -> Chart:
    mean = line(say("diagnose.axes.integrated_gradients"), size)
    change = np.nanmean(np.abs(blanked), axis=1)
    shown = {int(d) for d in mean.x}
    kept = [k for k, d in enumerate(where) if d in shown]
    name = say("diagnose.axes.occlusion")
    occlusion = Line(name, tuple(float(where[k]) for k in kept), rounded(change[kept]))
    return Chart(
        "lines",
        say("diagnose.attribution.by_distance"),
        say("diagnose.axes.steps_before_end"),
        say("diagnose.axes.part_in_answer"),
        (mean, occlusion),
        reading=say("diagnose.attribution.by_distance_reading"),
    )


def _one(found: Tensor, batch: Batch) -> Chart:
    """Attributions of the longest example: channels by steps."""
    example = int(np.argmax(lengths(batch)))
    steps = int(lengths(batch)[example])
    values = found[:steps, example].double().numpy().T
    columns = np.linspace(0, steps - 1, min(160, steps)).round().astype(int)
    channels = np.sort(np.argsort(-np.abs(values).sum(axis=1), kind="stable")[:48])
    largest = np.abs(values).max() or 1.0
    table = values[channels][:, columns] / largest
    return Chart(
        "heat",
        say("diagnose.attribution.one"),
        say("diagnose.axes.steps_from_start"),
        say("diagnose.attribution.channels"),
        (Line("steps", rounded(columns + 1.0), ()),),
        table=tuple(tuple(round(float(v), 3) for v in row) for row in table),
        reading=say("diagnose.attribution.colours"),
    )


def _answer(size: np.ndarray) -> Words:
    total = np.nansum(size, axis=0)
    if not total.sum() > 0:
        return say("diagnose.attribution.nothing")
    shares = np.cumsum(total) / total.sum()
    half = int(np.searchsorted(shares, SHARE)) + 1
    far = 1 - float(shares[max(0, int(0.75 * len(shares)) - 1)])
    return say("diagnose.attribution.half", last=half, steps=size.shape[1], far=far)


def _advice(error: float) -> tuple[Words, ...]:
    if error <= THRESHOLD:
        return ()
    return (say("diagnose.attribution.jagged"),)
