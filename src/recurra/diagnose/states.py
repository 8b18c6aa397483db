"""What do the states do over time?

    growth = median over examples of ‖s at the end‖ / ‖s half-way‖

for each state. A memory that only adds up grows without end (a sum of T equal parts doubles, one of
T independent parts grows by 1.41), drifts out of the range in which tanh tells values apart, and
has never seen such values in training when a sequence is longer.
"""

import numpy as np

from recurra.diagnose.gradient_ratio import line
from recurra.diagnose.subject import Subject, stacked
from recurra.diagnose.watch import Passage, chains, each_state
from recurra.findings import Chart, Finding, Line, judge, rounded

KEY, QUESTION = "states", "What do the states do over time?"
THRESHOLD = 1.35  # growth from half-way to the end: between a bounded memory and a sum of noise
ROWS, COLUMNS = 48, 160  # of a drawn state
FEWEST = 24  # steps: of fewer, half-way is still the beginning


def norms(passage: Passage, position: int) -> np.ndarray:
    """Root mean square over the units of a state, [B, T] from the start; NaN beyond the end."""
    size = passage.state(position).double().square().mean(2).sqrt().numpy()
    return np.where(passage.alive().numpy(), size, np.nan).T


def growth(sizes: np.ndarray) -> np.ndarray:
    """Size at the end over size half-way [N], NaN for sequences of fewer than 24 steps.

    >>> growth(np.arange(1.0, 25.0)[None]).tolist()
    [2.0]
    """
    own = np.isfinite(sizes).sum(axis=1)
    rows = np.arange(len(sizes))
    half, end = sizes[rows, np.maximum(own // 2 - 1, 0)], sizes[rows, np.maximum(own - 1, 0)]
    usable = (own >= FEWEST) & (half > 0)
    return np.where(usable, end / np.where(half > 0, half, 1.0), np.nan)


def find(subject: Subject) -> Finding:
    """The growth of the state that grows most."""
    blocks: dict[str, list[np.ndarray]] = {}
    for batch in subject.batches:
        for name, passage, k in each_state(chains(subject.model, batch)):
            blocks.setdefault(name, []).append(norms(passage, k))
    sizes = {name: stacked(parts) for name, parts in blocks.items()}
    each = {name: growth(size) for name, size in sizes.items()}
    medians = {name: float(np.nanmedian(g)) for name, g in each.items() if np.isfinite(g).any()}
    worst = max(medians, key=lambda name: medians[name], default="")
    largest = medians.get(worst)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=largest,
        unit="times as large at the end as half-way",
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(largest, "most", (THRESHOLD,)),
        answer=_answer(medians, worst),
        advice=_advice(largest),
        conditions=subject.conditions("medians over examples"),
        charts=(_size_chart(sizes), *_pictures(subject)),
    )


def _size_chart(sizes: dict[str, np.ndarray]) -> Chart:
    lines = tuple(line(name, size) for name, size in sizes.items())
    return Chart(
        "lines",
        "Size of the states",
        "steps from the start",
        "root mean square over units",
        lines,
        reading=(
            "A line that levels off is a memory in balance; one that climbs to the very end adds "
            "up without forgetting, and will be out of its range on longer sequences."
        ),
    )


def _pictures(subject: Subject) -> tuple[Chart, ...]:
    """The states of the longest of the first examples, unit by unit."""
    charts = []
    for name, passage, k in each_state(chains(subject.model, subject.batches[0])):
        ends = passage.ends()
        example = int(ends.argmax())
        values = passage.state(k)[: int(ends[example]), example].double().numpy().T
        charts.append(picture(f"State {name} of one example", values, "steps from the start"))
    return tuple(charts)


def picture(title: str, values: np.ndarray, across: str) -> Chart:
    """Values [units, columns]; units with similar courses side by side: by when largest."""
    steps = np.linspace(0, values.shape[1] - 1, min(COLUMNS, values.shape[1])).round().astype(int)
    liveliest = np.sort(np.argsort(-values.std(axis=1), kind="stable")[:ROWS])
    chosen = values[liveliest]
    ordered = chosen[np.argsort(np.abs(chosen).argmax(axis=1), kind="stable")][:, steps]
    return Chart(
        "heat",
        title,
        across,
        "units, by when they are largest",
        (Line("steps", rounded(steps + 1.0), ()),),
        table=tuple(tuple(round(float(v), 3) for v in row) for row in ordered),
        reading=(
            "A row is a unit, blue below zero and orange above. Long stretches of one colour are "
            "memory; stripes that change at every step only react."
        ),
    )


def _answer(medians: dict[str, float], worst: str) -> str:
    if not worst:
        return f"Sequences of fewer than {FEWEST} steps are too short to see a trend."
    parts = [f"{name} {value:.3g} times" for name, value in medians.items()]
    return f"From half-way to the end the states grow: {', '.join(parts)}."


def _advice(number: float | None) -> tuple[str, ...]:
    if number is None or number <= THRESHOLD:
        return ()
    return (
        "The memory adds up and does not forget: give it a forget gate (lstm instead of lstm1997, "
        "or a smaller forget bias), or reset the states between sections of a long stream.",
    )
