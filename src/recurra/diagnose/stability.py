"""Do gradients vanish or explode on their way through time?

    λ = mean over steps of log( ‖ J_t' v_t ‖ / ‖ v_t ‖ ),   v_(t-1) = J_t' v_t

with J_t = ds_t / ds_(t-1) is the largest Lyapunov exponent: how fast a gradient at the states s,
all jointly, grows at each step on its way back, and a small difference of the states on its way
forth (Bengio et al. 1994; Vogt et al. 2022, On Lyapunov exponents for RNNs, arXiv 2006.14123).
v is drawn at a sequence's end; it turns into the fastest direction within some steps, which are
left out. In a stack of layers the Jacobian is triangular by blocks, so the largest exponent is
that of one layer.
"""

import math

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends import reference
from recurra.diagnose.derivatives import derivatives
from recurra.diagnose.gradient_ratio import joint, line
from recurra.diagnose.subject import Subject, by_distance, stacked
from recurra.diagnose.watch import Passage, chains, gradients
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.words import Words, say

KEY, QUESTION = "stability", say("diagnose.stability.question")
FACTORS = (0.01, 100.0)  # growth over a typical sequence between which a gradient is usable
LEFT_OUT = 0.25  # share of the steps that the drawn direction gets to turn


def growth(passage: Passage, seed: int = 0) -> np.ndarray:
    """log ‖J' v‖ / ‖v‖ of each step by its distance from the end, [B, T]; NaN beyond the start.

    -inf where a step lets nothing through.
    """
    counted, start = passage.counted(), passage.states[0]
    generator = torch.Generator().manual_seed(seed)
    direction = [torch.zeros_like(s) for s in start]
    for k in counted:
        drawn = torch.randn(start[k].shape, generator=generator, dtype=torch.float64)
        direction[k] = drawn.to(start[k].dtype)
    direction, _ = _normalised(direction, counted)
    found = torch.full((passage.steps, start[0].shape[0]), math.nan, dtype=torch.float64)
    alive = passage.alive()
    for t in reversed(range(passage.steps)):
        turned, size = _normalised(_sent_back(passage, t, direction), counted)
        found[t] = size.log()
        direction = [
            torch.where(alive[t][:, None], new, old)
            for new, old in zip(turned, direction, strict=True)
        ]
    return by_distance(found.numpy(), passage.ends().numpy())


def exponents(subject: Subject) -> tuple[np.ndarray, np.ndarray]:
    """Largest exponent of each example [N], and the growth [N, T] of its fastest passage."""
    largest, curves = [], []
    for batch in subject.batches:
        blocks = [growth(p) for p in chains(subject.model, batch)]
        means = np.stack([_settled(block) for block in blocks])
        fastest = int(np.argmax(np.median(means, axis=1)))
        largest.append(means.max(axis=0))
        curves.append(blocks[fastest])
    return np.concatenate(largest), stacked(curves)


def find(subject: Subject) -> Finding:
    """The largest Lyapunov exponent, against what a typical sequence can bear."""
    each, steps = exponents(subject)
    number = float(np.median(each))
    length = max(1, subject.typical)
    limits = (math.log(FACTORS[0]) / length, math.log(FACTORS[1]) / length)
    low, high = (float(q) for q in np.quantile(each, [0.1, 0.9]))
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.stability.unit"),
        threshold=rounded(limits),
        rule="between",
        verdict=judge(number, "between", limits),
        answer=_answer(number, length),
        advice=_advice(number, limits),
        conditions=subject.conditions(say("diagnose.stability.conditions", low=low, high=high)),
        charts=(_growth_chart(steps), _norm_chart(subject)),
    )


def _settled(block: np.ndarray) -> np.ndarray:
    """Mean growth [B] over the steps [B, T] after those in which the direction turns."""
    own = (~np.isnan(block)).sum(axis=1, keepdims=True)
    late = np.arange(block.shape[1]) >= np.floor(LEFT_OUT * own)
    kept = np.where(late, np.maximum(block, -1e3), np.nan)
    return np.asarray(np.nanmean(kept, axis=1))


def _sent_back(passage: Passage, t: int, direction: list[Tensor]) -> list[Tensor]:
    """J' v for the step that reads x[t]."""
    before = [s.detach().clone().requires_grad_() for s in passage.states[t]]
    params = {name: p.detach() for name, p in passage.params.items()}
    x = [i.detach() for i in passage.inputs[t]]
    with torch.enable_grad():
        after = reference.step(passage.graph, params, x, before)
        return derivatives(after, before, direction)


def _normalised(direction: list[Tensor], counted: tuple[int, ...]) -> tuple[list[Tensor], Tensor]:
    """Unit length over the states that count, the others 0; and the length before [B]."""
    square = sum(direction[k].double().square().sum(1) for k in counted)
    size = torch.as_tensor(square).sqrt()
    scale = torch.where(size > 0, 1 / size, 0.0)[:, None]
    turned = [
        (d.double() * scale).to(d.dtype) if k in counted else torch.zeros_like(d)
        for k, d in enumerate(direction)
    ]
    return turned, size


def _growth_chart(steps: np.ndarray) -> Chart:
    """How a gradient grows from the end on back."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.exp(np.clip(np.nancumsum(steps, axis=1), -200, 200))
    shown = line(say("diagnose.axes.any_gradient"), np.where(np.isnan(steps), np.nan, total))
    moved = Line(shown.name, tuple(x + 1 for x in shown.x), shown.y, shown.low, shown.high)
    return Chart(
        "lines",
        say("diagnose.stability.growth"),
        say("diagnose.axes.steps_gone_back"),
        say("diagnose.stability.to_the_end"),
        (moved,),
        log=True,
        limits=FACTORS,
        reading=say("diagnose.stability.growth_reading"),
    )


def _norm_chart(subject: Subject) -> Chart:
    """The norm of the gradient at the states against time, not divided by anything."""
    blocks = []
    for batch in subject.batches[:1]:
        _, by_passage, found = gradients(subject.model, batch)
        blocks.append(by_distance(joint(found, by_passage), found[0].ends().numpy()))
    norms = line(say("diagnose.axes.loss_gradient"), stacked(blocks))
    return Chart(
        "lines",
        say("diagnose.stability.norms"),
        say("diagnose.axes.steps_before_end"),
        say("diagnose.stability.norm"),
        (norms,),
        log=True,
        reading=say("diagnose.stability.norms_reading"),
    )


def _answer(number: float, length: int) -> Words:
    factor = math.exp(min(700.0, number * length))
    return say("diagnose.stability.grows", each=math.exp(number), whole=factor, steps=length)


def _advice(number: float, limits: tuple[float, float]) -> tuple[Words, ...]:
    if number < limits[0]:
        return (say("diagnose.stability.when_small"),)
    if number > limits[1]:
        return (say("diagnose.stability.when_large"),)
    return ()
