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

KEY, QUESTION = "idle", "Are there dead or idle units?"
IDLE = 0.01  # of the median unit's deviation
DEAD = 1e-7  # of the largest value: rounding
THRESHOLD = 0.1  # largest share


def deviations(model: Model, batches: tuple[Batch, ...]) -> dict[str, np.ndarray]:
    """By state [2, units]: standard deviations over all steps (nodes) of all examples, and sizes.

    A size is the largest that the unit ever has, against which rounding counts as no movement.
    """
    rows: dict[str, list[np.ndarray]] = {}
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
        unit="of the units do nothing",
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(number, "most", (THRESHOLD,)),
        answer=_answer(dead, idle),
        advice=_advice(number),
        conditions=subject.conditions(
            f"standard deviation over all {'nodes' if subject.trees else 'steps'} and examples"
        ),
        charts=(_chart(found),),
    )


def _chart(found: dict[str, np.ndarray]) -> Chart:
    lines = []
    for name, (deviation, _) in found.items():
        ordered = np.sort(deviation)[::-1]
        lines.append(Line(name, tuple(float(k + 1) for k in range(len(ordered))), rounded(ordered)))
    middle = [float(IDLE * np.median(d)) for d, _ in found.values()] or [0.0]
    return Chart(
        "lines",
        "How much each unit moves",
        "units, from the liveliest to the stillest",
        "standard deviation",
        tuple(lines),
        log=True,
        limits=rounded([min(middle)]) if min(middle) > 0 else (),
        reading=(
            "A unit that falls far below the others, under the dashed line, always says the same "
            "and does nothing."
        ),
    )


def _answer(dead: dict[str, np.ndarray], idle: dict[str, np.ndarray]) -> str:
    parts = [
        f"{int(dead[name].sum())} dead and {int((idle[name] & ~dead[name]).sum())} idle "
        f"of the {len(dead[name])} units of {name}"
        for name in dead
    ]
    return f"{', '.join(parts)}." if parts else "No node of these trees has states."


def _advice(number: float | None) -> tuple[str, ...]:
    if number is None or number <= THRESHOLD:
        return ()
    return (
        "Units that never move are paid for and not used: lower the learning rate, scale the "
        "inputs, start biases nearer to zero, or take fewer units.",
    )
