"""How long batches of trees take, forward and backward, beside the ways of others."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from recurra import cells
from recurra.bench.clock import Timing, interleaved
from recurra.bench.columns import padded, padded_left
from recurra.bench.machine import machine, versions
from recurra.bench.rivals import tree_lstm
from recurra.bench.rivals.tree_lstm import Run
from recurra.compiler.conformance import tolerance
from recurra.compiler.forest import Forest, misfit
from recurra.errors import SettingError
from recurra.nn.recursive import Recursive
from recurra.words import Text, say, text

OWN, REFERENCE, BY_NODE = "recurra", "recurra, reference", "node by node in torch"
PACKAGE = "pytorch-tree-lstm"


@dataclass(frozen=True)
class Conditions:
    """What all ways have in common, and what they were measured on."""

    trees: int
    nodes: int
    levels: int
    units: int  # and numbers of an input
    threads: int
    seed: int
    rounds: int
    calls: int  # a round
    missing: tuple[Text, ...]  # ways that could not be timed, and why
    machine: dict[str, str]
    versions: dict[str, str]


@dataclass(frozen=True)
class TreeTime:
    """Seconds of one batch, forward and backward, with weights' and inputs' gradients."""

    name: str
    cell: str
    p50: float  # median of the rounds' medians
    noise: float  # spread of the rounds' medians, relative


def tree_times(
    trees: Sequence[Forest],
    units: int = 50,
    *,
    threads: int = 1,
    seed: int = 0,
    rounds: int = 7,
    seconds: float = 20.0,
) -> tuple[Conditions, tuple[TreeTime, ...]]:
    """Times of one batch of these trees, all ways taking turns; float32.

    All ways of a cell have the same weights and have to agree in the roots' states and the inputs'
    gradient before they are timed. Ours make the batch from its trees each time; the others have
    theirs made before. Cells that do not take the trees are left out.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        generator = torch.Generator().manual_seed(seed)
        forest = Forest.join(trees)
        x = torch.randn(len(forest.tokens), units, generator=generator).requires_grad_()
        runs, missing = _ways(list(trees), forest, units, generator)
        _agree(runs, x, forest)
        steps = {" ".join(key): _step(run, x) for key, run in runs.items()}
        timings = interleaved(steps, rounds=rounds, calls=20, limit=seconds)
    finally:
        torch.set_num_threads(before)
    return _told(forest, units, threads, seed, missing, list(timings.values())), tuple(
        TreeTime(name, cell, found.p50, found.noise)
        for (cell, name), found in zip(runs, timings.values(), strict=True)
    )


def _told(
    forest: Forest, units: int, threads: int, seed: int, missing: tuple[Text, ...],
    timings: list[Timing],
) -> Conditions:  # fmt: skip
    nodes, levels = len(forest.parent), int(forest.height.max()) + 1
    rounds, calls = timings[0].rounds, timings[0].calls
    return Conditions(
        len(forest), nodes, levels, units, threads, seed, rounds, calls, missing, machine(),
        versions(),
    )  # fmt: skip


def _ways(
    trees: list[Forest], forest: Forest, units: int, generator: torch.Generator
) -> tuple[dict[tuple[str, str], Run], tuple[Text, ...]]:
    """Cell and name of each way with its computation, the reference first of each cell."""
    runs: dict[tuple[str, str], Run] = {}
    missing: list[Text] = []
    for cell in cells.TREE_NAMES:
        network = Recursive(cell, units, units, generator=generator)
        wrong = misfit(network.cell.graph(), forest)
        if wrong:
            missing.append(say("bench.trees.cell_misfit", cell=cell, why=wrong))
            continue
        slow = Recursive(cell, units, units, backend="reference", generator=generator)
        slow.load_state_dict(network.state_dict())
        runs[cell, OWN], runs[cell, REFERENCE] = _own(network, trees), _own(slow, trees)
        if cell == "nary":
            runs[cell, BY_NODE] = tree_lstm.by_node(network, forest)
        if cell == "childsum" and tree_lstm.package_missing():
            missing.append(tree_lstm.package_missing())
        elif cell == "childsum":
            runs[cell, PACKAGE] = tree_lstm.by_package(network, forest)
    if not runs:
        raise SettingError(say("bench.trees.no_cell", why=missing[0]))
    return runs, tuple(missing)


def _own(network: Recursive, trees: list[Forest]) -> Run:
    return lambda x: network(Forest.join(trees), x).roots


def _step(run: Run, x: Tensor) -> Callable[[], object]:
    def step() -> None:
        x.grad = None
        run(x).sum().backward()

    return step


def _agree(runs: dict[tuple[str, str], Run], x: Tensor, forest: Forest) -> None:
    """SettingError where two ways of a cell differ by more than their sums can."""
    width = x.shape[1] * len(forest.parent)
    bound = tolerance(x.dtype, int(forest.height.max()) + 1, width)
    for (cell, name), run in runs.items():
        pairs = zip(_numbers(run, x), _numbers(runs[cell, REFERENCE], x), strict=True)
        for what, (found, expected) in zip(("roots", "inputs"), pairs, strict=True):
            worst = float((found - expected).abs().max() / expected.abs().max().clamp(min=1))
            if not worst <= bound:
                raise SettingError(
                    say(
                        "bench.trees.differ",
                        cell=cell,
                        way=name,
                        what=what,
                        worst=worst,
                        allowed=bound,
                    )
                )


def _numbers(run: Run, x: Tensor) -> tuple[Tensor, Tensor]:
    roots = run(x)
    return roots.detach(), torch.autograd.grad(roots.sum(), x)[0]


def sentences(times: Sequence[TreeTime]) -> list[str]:
    """Milliseconds of each way, and how many times as long as ours it takes with the same cell.

    >>> pairs = ("recurra", 0.004), ("x", 0.4)
    >>> times = [TreeTime(name, "nary", t, 0.0) for name, t in pairs]
    >>> sentences(times)[1].split()
    ['nary', 'x', '400.0', '100.0', '0%']
    """
    own = {t.cell: t.p50 for t in times if t.name == OWN}
    return [
        f"{t.cell:<9} {padded(text('bench.trees.way', name=t.name), 22)} {t.p50 * 1e3:8.1f} "
        f"{t.p50 / own[t.cell]:8.1f} {t.noise:8.0%}"
        for t in times
    ]


def head() -> str:
    """The heads of the columns of `sentences`."""
    return " ".join(
        [
            padded(text("bench.trees.head", column="cell"), 9),
            padded(text("bench.trees.head", column="way"), 22),
            padded_left("ms", 8),
            padded_left(text("bench.trees.head", column="ratio"), 8),
            padded_left(text("bench.trees.head", column="noise"), 8),
        ]
    )


def told(conditions: Conditions) -> list[str]:
    """The conditions in sentences."""
    c = conditions
    return [
        ", ".join(f"{k} {v}" for k, v in c.machine.items()),
        ", ".join(f"{k} {v}" for k, v in c.versions.items()),
        text(
            "bench.trees.batch",
            trees=c.trees,
            nodes=c.nodes,
            levels=c.levels,
            units=c.units,
            seed=c.seed,
            threads=c.threads,
        ),
        text("bench.trees.timed", rounds=c.rounds, calls=c.calls),
        *(text("bench.trees.not_timed", why=why) for why in c.missing),
    ]


def record(conditions: Conditions, times: Sequence[TreeTime]) -> dict[str, object]:
    """All of it as plain values, what is missing in words."""
    missing = [str(why) for why in conditions.missing]
    return {**asdict(conditions), "missing": missing, "times": [asdict(t) for t in times]}
