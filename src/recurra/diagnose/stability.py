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

KEY, QUESTION = "stability", "Do gradients vanish or explode on the way?"
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
    spread = f"10th to 90th percentile {np.quantile(each, 0.1):.3g} to {np.quantile(each, 0.9):.3g}"
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit="per step (natural logarithm of the growth)",
        threshold=rounded(limits),
        rule="between",
        verdict=judge(number, "between", limits),
        answer=_answer(number, length),
        advice=_advice(number, limits),
        conditions=subject.conditions(f"median over examples, {spread}"),
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
    shown = line("any gradient at the states", np.where(np.isnan(steps), np.nan, total))
    moved = Line(shown.name, tuple(x + 1 for x in shown.x), shown.y, shown.low, shown.high)
    return Chart(
        "lines",
        "A gradient on its way back",
        "steps that it has gone back",
        "size, relative to the end",
        (moved,),
        log=True,
        limits=FACTORS,
        reading=(
            "Falling: gradients vanish on the way, and the network forgets small differences on "
            "the same way forth. Rising: they explode. Level: the network keeps what it was told."
        ),
    )


def _norm_chart(subject: Subject) -> Chart:
    """The norm of the gradient at the states against time, not divided by anything."""
    blocks = []
    for batch in subject.batches[:1]:
        _, by_passage, found = gradients(subject.model, batch)
        blocks.append(by_distance(joint(found, by_passage), found[0].ends().numpy()))
    norms = line("loss gradient at the states", stacked(blocks))
    return Chart(
        "lines",
        "Gradient norms through time",
        "steps before the end",
        "‖dL/ds‖ of one example",
        (norms,),
        log=True,
        reading="The same seen from the loss: how much each step's states still matter to it.",
    )


def _answer(number: float, length: int) -> str:
    factor = math.exp(min(700.0, number * length))
    return (
        f"A gradient is multiplied by {math.exp(number):.3g} at each step back, "
        f"{factor:.2g} over {length} steps."
    )


def _advice(number: float, limits: tuple[float, float]) -> tuple[str, ...]:
    if number < limits[0]:
        return (
            "Gradients die out: raise the forget bias (init='chrono'), start with orthogonal or "
            "identity recurrent weights (init='orthogonal'), or take a cell with an additive "
            "memory. Truncating back-propagation beyond this reach costs nothing.",
        )
    if number > limits[1]:
        return (
            "Gradients grow without bound: clip the gradient's norm, lower the learning rate, "
            "truncate back-propagation, or start with smaller recurrent weights.",
        )
    return ()
