"""How long does each unit hold what it holds?

    τ = -1 / mean of log | ∂s'_j / ∂s_j |      in steps

for unit j of a state s, over all steps of all examples. The derivative is taken along the direct
path alone, unit by unit (products with matrices and means over units are held fixed): in an LSTM it
is the forget gate, in a GRU the update gate, in a leaky unit its leak; after τ steps 1/e = 37 % of
a content is left. On trees a step is an edge, from a child's memory to that of its parent.
"""

import math

import numpy as np
import torch
from torch import Tensor

from recurra.diagnose.subject import Subject
from recurra.diagnose.tree_watch import TreePassage
from recurra.diagnose.watch import Passage, passages, place
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.ir import PRIMITIVES, Graph
from recurra.ir.nodes import LEAVES
from recurra.nn.batch import Batch
from recurra.nn.model import Model

KEY, QUESTION = "time_constants", "How long do units hold what they hold?"
LEFT = 0.01  # of a content after a typical sequence, in the slowest tenth of the units
SHOWN = 1e5  # steps: more is drawn as this


def kept(passage: Passage | TreePassage) -> dict[str, Tensor]:
    """Of each state with a direct path: |∂s'_j/∂s_j| in every row, [N, units].

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> model = Model(Recurrent("lstm3", 2, 3, forget_bias=0.0), ForecastHead(3, 1))
    >>> batch = Batch(torch.ones(4, 1, 2), target=torch.zeros(1, 1, 1))
    >>> {name: share[0].tolist() for name, share in kept(passages(model, batch)[0]).items()}
    {'c': [0.5, 0.5, 0.5]}
    """
    graph = passage.graph
    across = tuple(n.index for n in graph.nodes if _across(graph, n.index))
    found = {}
    for position in passage.counted():
        for name, share in passage.direct(position, across).items():
            found[name] = share.abs()
    return found


def constants(model: Model, batches: tuple[Batch, ...]) -> dict[str, np.ndarray]:
    """τ of each unit of each state with a direct path, in steps; infinite where nothing is lost."""
    logs: dict[str, list[Tensor]] = {}
    for batch in batches:
        for number, passage in enumerate(found := passages(model, batch)):
            for state, share in kept(passage).items():
                name = place(found, number) + state
                logs.setdefault(name, []).append(share.double().log())
    whole = {name: torch.cat(parts) for name, parts in logs.items()}
    means = {name: log.mean(0) for name, log in whole.items() if len(log)}
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
        unit=subject.steps,
        threshold=rounded([needed]),
        rule="least",
        verdict=judge(number, "least", (needed,)),
        answer=_answer(subject, found, slowest, number),
        advice=_advice(subject, number, needed),
        conditions=subject.conditions(f"geometric mean over {subject.steps} and examples"),
        charts=_charts(subject, found, needed),
    )


def _across(graph: Graph, index: int) -> bool:
    """Whether a value mixes units: a product with a matrix, a mean, a slice."""
    node = graph.nodes[index]
    if node.op in LEAVES:
        return False
    if node.op == "total":  # children stay apart
        return False
    return node.op not in PRIMITIVES or PRIMITIVES[node.op].across


def _charts(subject: Subject, found: dict[str, np.ndarray], needed: float) -> tuple[Chart, ...]:
    far = (
        "what a leaf of a typical tree held when it comes to the root"
        if subject.trees
        else "what it held at the start of a typical sequence when that ends"
    )
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
            f"{subject.steps} until 37 % is left",
            tuple(lines),
            log=True,
            limits=rounded([needed]),
            reading=(
                f"A unit above the dashed line still holds a hundredth of {far}. A network needs "
                "some slow units to remember and some fast ones to react."
            ),
        ),
    )


def _answer(
    subject: Subject, found: dict[str, np.ndarray], slowest: str, number: float | None
) -> str:
    if number is None and subject.trees:
        return (
            "No state has a direct path from a child that remembers to its parent: memory lives in "
            "the matrices alone, and the growth of differences says how long it lasts."
        )
    if number is None:
        return (
            "No state has a direct path to itself: memory lives in the recurrent matrix alone, and "
            "the growth of differences says how long it lasts."
        )
    middle = float(np.median(found[slowest]))
    return (
        f"In the slowest tenth of the units of {slowest} a content lasts for {number:.3g} "
        f"{subject.steps} or more (until 37 % is left), in half of them for {middle:.3g}."
    )


def _advice(subject: Subject, number: float | None, needed: float) -> tuple[str, ...]:
    if number is None or number >= needed:
        return ()
    if subject.trees:
        return (
            "Units forget faster than a leaf's content takes to the root. Where the task needs "
            "what lies deep: a larger forget bias.",
        )
    return (
        "Units forget faster than a sequence lasts. Where the task needs its beginning: a larger "
        "forget bias, or init='chrono' with the longest dependency.",
    )
