"""What the kernels must reach, as a table of questions to the measurements."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from recurra.bench.shapes import CELLS, SHAPES, SINGLE, STEP, Shape
from recurra.measurements import BenchMean, BenchTarget, Measurement
from recurra.words import Text, Words, say

Key = tuple[str, Shape]  # cell, shape
FEWEST_ROUNDS = 7  # a median of fewer does not count


@dataclass(frozen=True)
class Target:
    """A figure over the ratios of some cells to one rival at some shapes.

    `over`: "mean" is the geometric mean of all ratios; "worst" the smallest; "worst-mean" the
    smallest of the cells' geometric means.
    """

    text: Text
    cells: tuple[str, ...]
    rival: str
    needed: dict[int, float]  # threads -> figure
    mode: str = "train"
    over: str = "mean"
    shapes: tuple[Shape, ...] = SHAPES
    at_most: bool = False  # the figure is our time over the rival's


UNITS, BATCH = 100, 20  # of wide shapes, at least
WIDE = tuple(s for s in SHAPES if s[3] >= UNITS and s[1] >= BATCH)
LSTM, NEAR = ("lstm",), ("peephole", "lstm1", "lstm2")
ALL = CELLS  # and every other cell that was timed
SAME_WORST = say("bench.targets.worst_shape")
TARGETS: tuple[Target, ...] = (
    Target(
        say("bench.targets.trained", cell="lstm", rival="nn.LSTM"),
        LSTM,
        "torch",
        {1: 1.3, 2: 1.3},
    ),
    Target(SAME_WORST, LSTM, "torch", {1: 1.0, 2: 1.0}, over="worst"),
    Target(
        say("bench.targets.without_input_gradient", cell="lstm", rival="nn.LSTM"),
        LSTM,
        "torch",
        {1: 1.4, 2: 1.4},
        mode="train-fixed",
    ),
    Target(
        SAME_WORST,
        LSTM,
        "torch",
        {1: 1.0, 2: 1.0},
        mode="train-fixed",
        over="worst",
    ),
    Target(
        say("bench.targets.over_lstm", cells=NEAR),
        NEAR,
        "recurra lstm",
        {1: 1.1, 2: 1.1},
        over="worst-mean",
        at_most=True,
    ),
    Target(
        SAME_WORST,
        NEAR,
        "recurra lstm",
        {1: 1.1, 2: 1.1},
        over="worst",
        at_most=True,
    ),
    Target(
        say("bench.targets.wide", cell="lstm3", rival="nn.LSTM", units=UNITS, batch=BATCH),
        ("lstm3",),
        "torch",
        {1: 2.5, 2: 2.2},
        shapes=WIDE,
    ),
    Target(
        say("bench.targets.cell_to", cell="gru", rival="nn.GRU"),
        ("gru",),
        "torch",
        {1: 1.2, 2: 1.2},
    ),
    Target(
        say("bench.targets.cell_to", cell="elman", rival="nn.RNN"),
        ("elman",),
        "torch",
        {1: 1.5, 2: 1.5},
    ),
    Target(
        say("bench.targets.any_to_loop"),
        ALL,
        "python loop",
        {1: 4.0, 2: 4.0},
        over="worst-mean",
    ),
    Target(say("bench.targets.any_to_scan"), ALL, "jax", {1: 2.0, 2: 2.0}),
    Target(
        say("bench.targets.worst_cell_and_shape"),
        ALL,
        "jax",
        {1: 1.1, 2: 1.1},
        over="worst",
    ),
    Target(
        say("bench.targets.ragged", cell="lstm", rival="nn.LSTM"),
        LSTM,
        "torch",
        {1: 3.0, 2: 3.0},
        mode="ragged",
    ),
    Target(
        say("bench.targets.inference", shape=SINGLE, cell="lstm", rival="nn.LSTM"),
        LSTM,
        "torch",
        {1: 4.0},
        mode="inference",
        shapes=(SINGLE,),
    ),
    Target(
        say("bench.targets.inference", shape=SINGLE, cell="lstm", rival="onnxruntime"),
        LSTM,
        "onnxruntime",
        {1: 1.0},
        mode="inference",
        shapes=(SINGLE,),
    ),
    Target(
        say("bench.targets.one_step", units=STEP[3], cell="lstm", rival="onnxruntime"),
        LSTM,
        "onnxruntime",
        {1: 2.0},
        mode="step",
        shapes=(STEP,),
    ),
)


def judge(measurements: Sequence[Measurement]) -> tuple[BenchTarget, ...]:
    """Every target at every number of threads, in the table's order."""
    return tuple(
        _judged(target, threads, needed, measurements)
        for target in TARGETS
        for threads, needed in target.needed.items()
    )


def rivals(cell: str, mode: str, shape: Shape | None, threads: int) -> set[str]:
    """Whom a cell's row must be held against for the targets; without a shape: at any shape.

    >>> sorted(rivals("lstm1", "train", SHAPES[0], 2)), rivals("gru", "step", STEP, 1)
    (['jax', 'python loop', 'recurra lstm'], set())
    """
    return {
        t.rival
        for t in TARGETS
        if (t.cells is ALL or cell in t.cells) and t.mode == mode and threads in t.needed
        if shape is None or shape in t.shapes
    }


def means(measurements: Sequence[Measurement]) -> tuple[BenchMean, ...]:
    """Geometric mean and worst ratio of every cell, kind of work and rival, over its shapes."""
    groups: dict[tuple[str, str, int, str], list[Measurement]] = {}
    for m in measurements:
        if m.ratio is not None and m.rival != "recurra":
            groups.setdefault((m.cell, m.mode, m.threads, m.rival), []).append(m)
    found = []
    for key, members in groups.items():
        worst = min(members, key=_ratio)
        mean = geometric(_ratio(m) for m in members)
        found.append(BenchMean(*key, mean, _ratio(worst), shape_text(worst), len(members)))
    return tuple(found)


def geometric(values: Iterable[float]) -> float:
    """The geometric mean.

    >>> round(geometric([1.0, 4.0]), 6)
    2.0
    """
    logs = [math.log(v) for v in values]
    return math.exp(math.fsum(logs) / len(logs))


def shape_text(m: Measurement) -> str:
    """Its sizes as T,B,I,H."""
    return f"{m.steps},{m.batch},{m.width},{m.hidden}"


def _ratio(m: Measurement) -> float:
    assert m.ratio is not None
    return m.ratio


def _judged(
    target: Target, threads: int, needed: float, measurements: Sequence[Measurement]
) -> BenchTarget:
    timed = {m.cell for m in measurements if not m.skipped} if target.cells is ALL else ()
    wanted = {(c, s) for c in {*target.cells, *timed} for s in target.shapes}
    found: dict[Key, Measurement] = {}
    for m in measurements:
        key = (m.cell, (m.steps, m.batch, m.width, m.hidden))
        fits = (m.mode, m.threads, m.rival) == (target.mode, threads, target.rival)
        if fits and key in wanted and m.ratio is not None and m.rounds >= FEWEST_ROUNDS:
            found[key] = m
    value = OVER[target.over](found) if found else None
    if value is not None and target.at_most:
        value = 1 / value
    missing = len(wanted) - len(found)
    reached, detail = "incomplete", say("bench.targets.missing", rows=missing, whole=len(wanted))
    if value is not None and not missing:
        good = value <= needed if target.at_most else value >= needed
        reached, detail = ("yes" if good else "no"), _worst(found)
    return BenchTarget(target.text, threads, needed, target.at_most, value, reached, detail)


def _worst(found: dict[Key, Measurement]) -> Words:
    worst = min(found.values(), key=_ratio)
    shape = shape_text(worst)
    return say("bench.targets.worst", cell=worst.cell, shape=shape, ratio=_ratio(worst))


def _mean(found: dict[Key, Measurement]) -> float:
    return geometric(_ratio(m) for m in found.values())


def _smallest(found: dict[Key, Measurement]) -> float:
    return min(_ratio(m) for m in found.values())


def _smallest_mean(found: dict[Key, Measurement]) -> float:
    names = {cell for cell, _ in found}
    return min(geometric(_ratio(m) for (c, _), m in found.items() if c == name) for name in names)


OVER: dict[str, Callable[[dict[Key, Measurement]], float]] = {
    "mean": _mean,
    "worst": _smallest,
    "worst-mean": _smallest_mean,
}
