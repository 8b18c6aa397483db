"""How long does each unit hold what it holds?

    τ = -1 / mean of log | ∂s'_j / ∂s_j |      in steps

for unit j of a state s, over all steps of all examples. The derivative is taken along the direct
path alone, unit by unit (products with matrices and means over units are held fixed): in an LSTM it
is the forget gate, in a GRU the update gate, in a leaky unit its leak; after τ steps 1/e = 37 % of
a content is left.
"""

import math

import numpy as np
import torch
from torch import Tensor

from recurra.diagnose.subject import Subject
from recurra.diagnose.watch import Passage, passages, place
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.ir import ONE, PRIMITIVES, Graph
from recurra.ir.nodes import LEAVES
from recurra.nn.batch import Batch
from recurra.nn.model import Model

KEY, QUESTION = "time_constants", "How long do units hold what they hold?"
LEFT = 0.01  # of a content after a typical sequence, in the slowest tenth of the units
SHOWN = 1e5  # steps: more is drawn as this


def kept(passage: Passage) -> dict[str, Tensor]:
    """Of each state with a direct path: |∂s'_j/∂s_j| in every row, [N, units].

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> model = Model(Recurrent("lstm3", 2, 3, forget_bias=0.0), ForecastHead(3, 1))
    >>> batch = Batch(torch.ones(4, 1, 2), target=torch.zeros(1, 1, 1))
    >>> {name: share[0].tolist() for name, share in kept(passages(model, batch)[0]).items()}
    {'c': [0.5, 0.5, 0.5]}
    """
    graph = passage.graph
    with torch.no_grad():
        values = passage.values()
    fixed = {n.index: values[n.index] for n in graph.nodes if _across(graph, n.index)}
    found = {}
    for position in passage.counted():
        share = _derivative(passage, position, fixed)
        if share is not None:
            found[graph.states[position].name] = share.abs()
    return found


def constants(model: Model, batches: tuple[Batch, ...]) -> dict[str, np.ndarray]:
    """τ of each unit of each state with a direct path, in steps; infinite where nothing is lost."""
    logs: dict[str, list[Tensor]] = {}
    for batch in batches:
        for number, passage in enumerate(found := passages(model, batch)):
            for state, share in kept(passage).items():
                name = place(found, number) + state
                logs.setdefault(name, []).append(share.double().log())
    means = {name: torch.cat(parts).mean(0) for name, parts in logs.items()}
    return {name: np.where(m < 0, -1 / m, math.inf) for name, m in means.items()}


def find(subject: Subject) -> Finding:
    """The time constant of the slowest tenth of the units, against a typical sequence."""
    found = constants(subject.model, subject.batches)
    needed = subject.typical / math.log(1 / LEFT)
    slowest = max(found, key=lambda name: np.quantile(found[name], 0.9, method="lower"), default="")
    number = float(np.quantile(found[slowest], 0.9, method="lower")) if found else None
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit="steps",
        threshold=rounded([needed]),
        rule="least",
        verdict=judge(number, "least", (needed,)),
        answer=_answer(found, slowest, number),
        advice=_advice(number, needed),
        conditions=subject.conditions("geometric mean over steps and examples"),
        charts=_charts(found, needed),
    )


def _across(graph: Graph, index: int) -> bool:
    """Whether a value mixes units: a product with a matrix, a mean."""
    node = graph.nodes[index]
    if node.op in LEAVES:
        return False
    gathers = node.size == ONE and any(a.size != ONE for a in node.args)
    return node.op not in PRIMITIVES or gathers


def _derivative(passage: Passage, position: int, fixed: dict[int, Tensor]) -> Tensor | None:
    from recurra.compiler.backends import reference

    inputs, states = passage.rows()
    own = states[position].detach().clone().requires_grad_()
    states[position] = own
    params = {name: p.detach() for name, p in passage.params.items()}
    with torch.enable_grad():
        done = reference.values(passage.graph, params, inputs, states, fixed)
        new = done[passage.graph.results[position].index]
        if not new.requires_grad:
            return None
        (share,) = torch.autograd.grad(new.sum(), own, allow_unused=True)
    return share


def _charts(found: dict[str, np.ndarray], needed: float) -> tuple[Chart, ...]:
    if not found:
        return ()
    lines = []
    for name, values in found.items():
        ordered = np.minimum(np.sort(values)[::-1], SHOWN)
        lines.append(Line(name, tuple(float(k + 1) for k in range(len(ordered))), rounded(ordered)))
    return (
        Chart(
            "lines",
            "Time constant of each unit",
            "units, from the slowest to the fastest",
            "steps until 37 % is left",
            tuple(lines),
            log=True,
            limits=rounded([needed]),
            reading=(
                "A unit above the dashed line still holds a hundredth of what it held at the start "
                "of a typical sequence when that ends. A network needs some slow units to remember "
                "and some fast ones to react."
            ),
        ),
    )


def _answer(found: dict[str, np.ndarray], slowest: str, number: float | None) -> str:
    if number is None:
        return (
            "No state has a direct path to itself: memory lives in the recurrent matrix alone, and "
            "the growth of differences says how long it lasts."
        )
    middle = float(np.median(found[slowest]))
    return (
        f"In the slowest tenth of the units of {slowest} a content lasts for {number:.3g} steps or "
        f"more (until 37 % is left), in half of them for {middle:.3g}."
    )


def _advice(number: float | None, needed: float) -> tuple[str, ...]:
    if number is None or number >= needed:
        return ()
    return (
        "Units forget faster than a sequence lasts. Where the task needs its beginning: a larger "
        "forget bias, or init='chrono' with the longest dependency.",
    )
