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
from recurra.words import Text, Words, say

KEY, QUESTION = "states", say("diagnose.states.question")
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
    blocks: dict[Text, list[np.ndarray]] = {}
    for batch in subject.batches:
        for name, passage, k in each_state(chains(subject.model, batch)):
            blocks.setdefault(name, []).append(norms(passage, k))
    sizes = {name: stacked(parts) for name, parts in blocks.items()}
    each = {name: growth(size) for name, size in sizes.items()}
    medians = {name: float(np.nanmedian(g)) for name, g in each.items() if np.isfinite(g).any()}
    largest = max(medians.values(), default=None)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=largest,
        unit=say("diagnose.states.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(largest, "most", (THRESHOLD,)),
        answer=_answer(medians),
        advice=_advice(largest),
        conditions=subject.conditions(say("diagnose.states.conditions")),
        charts=(_size_chart(sizes), *_pictures(subject)),
    )


def _size_chart(sizes: dict[Text, np.ndarray]) -> Chart:
    lines = tuple(line(name, size) for name, size in sizes.items())
    return Chart(
        "lines",
        say("diagnose.states.sizes"),
        say("diagnose.axes.steps_from_start"),
        say("diagnose.axes.size_over_units"),
        lines,
        reading=say("diagnose.states.sizes_reading"),
    )


def _pictures(subject: Subject) -> tuple[Chart, ...]:
    """The states of the longest of the first examples, unit by unit."""
    charts = []
    for name, passage, k in each_state(chains(subject.model, subject.batches[0])):
        ends = passage.ends()
        example = int(ends.argmax())
        values = passage.state(k)[: int(ends[example]), example].double().numpy().T
        title = say("diagnose.states.picture", state=name)
        charts.append(picture(title, values, say("diagnose.axes.steps_from_start")))
    return tuple(charts)


def picture(title: Text, values: np.ndarray, across: Text) -> Chart:
    """Values [units, columns]; units with similar courses side by side: by when largest."""
    steps = np.linspace(0, values.shape[1] - 1, min(COLUMNS, values.shape[1])).round().astype(int)
    liveliest = np.sort(np.argsort(-values.std(axis=1), kind="stable")[:ROWS])
    chosen = values[liveliest]
    ordered = chosen[np.argsort(np.abs(chosen).argmax(axis=1), kind="stable")][:, steps]
    return Chart(
        "heat",
        title,
        across,
        say("diagnose.states.units"),
        (Line("steps", rounded(steps + 1.0), ()),),
        table=tuple(tuple(round(float(v), 3) for v in row) for row in ordered),
        reading=say("diagnose.states.picture_reading"),
    )


def _answer(medians: dict[Text, float]) -> Words:
    if not medians:
        return say("diagnose.states.too_short", fewest=FEWEST)
    return say("diagnose.states.grow", each=grown(medians))


def grown(medians: dict[Text, float]) -> tuple[Words, ...]:
    """By how much each state grows, as the answers list it."""
    return tuple(
        say("diagnose.states.state", name=name, times=value) for name, value in medians.items()
    )


def _advice(number: float | None) -> tuple[Words, ...]:
    if number is None or number <= THRESHOLD:
        return ()
    return (say("diagnose.states.when_growing"),)
