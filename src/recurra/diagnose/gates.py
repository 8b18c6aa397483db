"""Are gates stuck?

A gate below 0.1 is shut, above 0.9 open (Karpathy et al. 2015, Visualizing and understanding
recurrent networks, arXiv 1506.02078: left and right saturated). A unit whose gate is shut at 99 %
of all steps of all examples takes no part in what the gate passes on. On trees nodes stand for
steps; a gate on a child's memory is looked at where there is such a child. Beside each stands how
far it was open at the start, measured with new starting weights on the first steps.
"""

from dataclasses import dataclass

import torch

from recurra.diagnose import beginning, factors
from recurra.diagnose.subject import Subject
from recurra.diagnose.watch import passages, place
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.words import Text, Words, say

KEY, QUESTION = "gates", say("diagnose.gates.question")
SHUT, OPEN = 0.1, 0.9
ALWAYS = 0.99
THRESHOLD = 0.1  # largest share of gate units that may be shut all the time


@dataclass(frozen=True, eq=False)
class Gate:
    """One gate over all steps, or nodes, of all examples."""

    name: Text
    passage: int
    node: int  # index in the graph
    mean: torch.Tensor  # [units]
    shut: torch.Tensor  # [units] share of the steps
    open: torch.Tensor  # [units]


def measure(model: Model, batches: tuple[Batch, ...]) -> list[Gate]:
    """Mean and saturation of every unit of every gate.

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> model = Model(Recurrent("lstm", 2, 3, forget_bias=-20.0), ForecastHead(3, 1))
    >>> batch = Batch(torch.ones(4, 8, 2), target=torch.zeros(8, 1, 1))
    >>> {g.name: g.shut.tolist() for g in measure(model, (batch,))}["f"]
    [1.0, 1.0, 1.0]
    """
    sums: dict[tuple[int, int], torch.Tensor] = {}
    rows: dict[tuple[int, int], int] = {}
    names = {}
    for batch in batches:
        for number, passage in enumerate(found := passages(model, batch)):
            with torch.no_grad():
                values = passage.values()
            for node in factors.gates(passage.graph):
                value = passage.rows_of(node, values[node].double())
                part = torch.stack(
                    [value.sum(0), (value < SHUT).double().sum(0), (value > OPEN).double().sum(0)]
                )
                key = (number, node.index)
                sums[key] = sums[key] + part if key in sums else part
                rows[key] = rows.get(key, 0) + len(value)
                names[key] = place(found, number, factors.label(passage.graph, node))
    return [
        Gate(names[key], *key, *(total / rows[key])) for key, total in sums.items() if rows[key]
    ]


def find(subject: Subject) -> Finding:
    """The share of gate units that are shut all the time."""
    found = measure(subject.model, subject.batches)
    if not found:
        return _none(subject)
    shut = torch.cat([g.shut for g in found]) >= ALWAYS
    number = float(shut.double().mean())
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.gates.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(number, "most", (THRESHOLD,)),
        answer=_answer(found, at_start(subject)),
        advice=_advice(found, number),
        conditions=subject.conditions(say("diagnose.gates.conditions", shut=SHUT, open=OPEN)),
        charts=(_saturation(found), _openness(found)),
    )


def at_start(subject: Subject) -> dict[Text, float]:
    """How far each gate is open before anything is learned, by name; empty where the network does
    not say how its weights start."""
    made = beginning.untrained(subject.model)
    if made is None:
        return {}
    found = measure(made, (beginning.opening(made, subject.batches[0]),))
    return {g.name: float(g.mean.mean()) for g in found}


def _none(subject: Subject) -> Finding:
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=None,
        unit=say("diagnose.gates.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict="open",
        answer=say("diagnose.gates.none"),
        conditions=subject.conditions(),
    )


def _saturation(found: list[Gate]) -> Chart:
    return Chart(
        "points",
        say("diagnose.gates.saturation"),
        say("diagnose.gates.share_open"),
        say("diagnose.gates.share_shut"),
        tuple(Line(g.name, rounded(g.open), rounded(g.shut)) for g in found),
        reading=say("diagnose.gates.saturation_reading"),
    )


def _openness(found: list[Gate]) -> Chart:
    ordered = [(g.name, g.mean.sort(descending=True).values) for g in found]
    return Chart(
        "lines",
        say("diagnose.gates.openness"),
        say("diagnose.gates.most_open_first"),
        say("diagnose.gates.mean"),
        tuple(
            Line(name, tuple(float(k + 1) for k in range(len(values))), rounded(values))
            for name, values in ordered
        ),
        limits=(SHUT, OPEN),
        reading=say("diagnose.gates.openness_reading"),
    )


def _answer(found: list[Gate], before: dict[Text, float]) -> Words:
    return say("diagnose.gates.each", gates=[_said(gate, before.get(gate.name)) for gate in found])


def _said(gate: Gate, start: float | None) -> Words:
    return say(
        "diagnose.gates.gate",
        name=gate.name,
        mean=float(gate.mean.mean()),
        start=start,
        shut=float(gate.shut.mean()),
        open=float(gate.open.mean()),
    )


def _advice(found: list[Gate], number: float) -> tuple[Words, ...]:
    if number <= THRESHOLD:
        return ()
    worst = max(found, key=lambda g: float((g.shut >= ALWAYS).double().mean()))
    return (say("diagnose.gates.worst", name=worst.name),)
