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
from recurra.words import Text, Words, say

KEY, QUESTION = "time_constants", say("diagnose.time_constants.question")
LEFT = 0.01  # of a content after a typical sequence, in the slowest tenth of the units
SHOWN = 1e5  # steps: more is drawn as this


def kept(passage: Passage | TreePassage) -> dict[Text, Tensor]:
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
    found: dict[Text, Tensor] = {}
    for position in passage.counted():
        for name, share in passage.direct(position, across).items():
            found[name] = share.abs()
    return found


def constants(model: Model, batches: tuple[Batch, ...]) -> dict[Text, np.ndarray]:
    """τ of each unit of each state with a direct path, in steps; infinite where nothing is lost."""
    logs: dict[Text, list[Tensor]] = {}
    for batch in batches:
        for number, passage in enumerate(found := passages(model, batch)):
            for state, share in kept(passage).items():
                name = place(found, number, state)
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
        unit=say("diagnose.time_constants.unit", trees=subject.trees),
        threshold=rounded([needed]),
        rule="least",
        verdict=judge(number, "least", (needed,)),
        answer=_answer(subject, found, slowest, number),
        advice=_advice(subject, number, needed),
        conditions=subject.conditions(
            say("diagnose.time_constants.conditions", trees=subject.trees)
        ),
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


def _charts(subject: Subject, found: dict[Text, np.ndarray], needed: float) -> tuple[Chart, ...]:
    if not found:
        return ()
    lines = []
    for name, values in found.items():
        ordered = np.minimum(np.sort(values)[::-1], SHOWN)
        lines.append(Line(name, tuple(float(k + 1) for k in range(len(ordered))), rounded(ordered)))
    return (
        Chart(
            "lines",
            say("diagnose.time_constants.title"),
            say("diagnose.time_constants.slowest_first"),
            say("diagnose.time_constants.until_left", trees=subject.trees),
            tuple(lines),
            log=True,
            limits=rounded([needed]),
            reading=say("diagnose.time_constants.reading", trees=subject.trees),
        ),
    )


def _answer(
    subject: Subject, found: dict[Text, np.ndarray], slowest: Text, number: float | None
) -> Words:
    if number is None:
        return say("diagnose.time_constants.no_path", trees=subject.trees)
    return say(
        "diagnose.time_constants.lasts",
        state=slowest,
        slowest=number,
        middle=float(np.median(found[slowest])),
        trees=subject.trees,
    )


def _advice(subject: Subject, number: float | None, needed: float) -> tuple[Words, ...]:
    if number is None or number >= needed:
        return ()
    return (say("diagnose.time_constants.when_short", trees=subject.trees),)
