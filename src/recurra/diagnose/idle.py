"""Are there dead or idle units?

A unit is dead if it has the same value at every step (of trees: node) of every example, and idle if
its standard deviation over them is below a hundredth of that of the median unit of its state.
Either computes nothing; both cost as much as the others.
"""

import numpy as np

from recurra.diagnose.subject import Subject
from recurra.diagnose.watch import each_state, passages
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.words import Text, Words, say

KEY, QUESTION = "idle", say("diagnose.idle.question")
IDLE = 0.01  # of the median unit's deviation
DEAD = 1e-7  # of the largest value: rounding
THRESHOLD = 0.1  # largest share


def deviations(model: Model, batches: tuple[Batch, ...]) -> dict[Text, np.ndarray]:
    """By state [2, units]: standard deviations over all steps (nodes) of all examples, and sizes.

    A size is the largest that the unit ever has, against which rounding counts as no movement.
    """
    rows: dict[Text, list[np.ndarray]] = {}
    for batch in batches:
        for name, passage, k in each_state(passages(model, batch)):
            rows.setdefault(name, []).append(passage.held(k))
    whole = {name: np.concatenate(parts) for name, parts in rows.items()}
    return {
        name: np.stack([v.std(axis=0), np.abs(v).max(axis=0)])
        for name, v in whole.items()
        if len(v)  # trees of one node that is an input have no states
    }


def find(subject: Subject) -> Finding:
    """The share of the units that do nothing."""
    found = deviations(subject.model, subject.batches)
    dead = {name: d <= DEAD * np.maximum(size, 1.0) for name, (d, size) in found.items()}
    idle = {name: d < IDLE * np.median(d) for name, (d, _) in found.items()}
    silent = [dead[name] | idle[name] for name in found]
    number = float(np.concatenate(silent).mean()) if silent else None
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.idle.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(number, "most", (THRESHOLD,)),
        answer=_answer(dead, idle),
        advice=_advice(number),
        conditions=subject.conditions(say("diagnose.idle.conditions", trees=subject.trees)),
        charts=(_chart(found),),
    )


def _chart(found: dict[Text, np.ndarray]) -> Chart:
    lines = []
    for name, (deviation, _) in found.items():
        ordered = np.sort(deviation)[::-1]
        lines.append(Line(name, tuple(float(k + 1) for k in range(len(ordered))), rounded(ordered)))
    middle = [float(IDLE * np.median(d)) for d, _ in found.values()] or [0.0]
    return Chart(
        "lines",
        say("diagnose.idle.title"),
        say("diagnose.idle.liveliest_first"),
        say("diagnose.idle.deviation"),
        tuple(lines),
        log=True,
        limits=rounded([min(middle)]) if min(middle) > 0 else (),
        reading=say("diagnose.idle.reading"),
    )


def _answer(dead: dict[Text, np.ndarray], idle: dict[Text, np.ndarray]) -> Words:
    if not dead:
        return say("diagnose.idle.no_states")
    parts = [
        say(
            "diagnose.idle.state",
            name=name,
            dead=int(dead[name].sum()),
            idle=int((idle[name] & ~dead[name]).sum()),
            units=len(dead[name]),
        )
        for name in dead
    ]
    return say("diagnose.idle.states", each=parts)


def _advice(number: float | None) -> tuple[Words, ...]:
    if number is None or number <= THRESHOLD:
        return ()
    return (say("diagnose.idle.when_many"),)
