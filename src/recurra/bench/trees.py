"""How long batches of trees take, forward and backward, beside the ways of others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from recurra.bench.clock import interleaved
from recurra.bench.rivals import tree_lstm
from recurra.compiler.forest import Forest
from recurra.nn.recursive import Recursive

Run = Callable[[Tensor], Tensor]
ROUNDS = 7


@dataclass(frozen=True)
class TreeTime:
    """Seconds of one batch, forward and backward, with weights' and inputs' gradients."""

    name: str
    cell: str
    p50: float
    noise: float  # spread of the rounds' medians, relative
    nodes: int
    levels: int


def tree_times(
    trees: Sequence[Forest], units: int = 50, seconds: float = 20.0, threads: int = 1
) -> tuple[TreeTime, ...]:
    """Times of one batch of these trees, all ways taking turns.

    Ours make the batch from its trees each time; the others have theirs made before.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        return _measured(list(trees), units, seconds)
    finally:
        torch.set_num_threads(before)


def _measured(trees: list[Forest], units: int, seconds: float) -> tuple[TreeTime, ...]:
    torch.manual_seed(0)
    forest = Forest.join(trees)
    x = torch.randn(len(forest.tokens), units, requires_grad=True)
    runs: dict[tuple[str, str], Run] = {
        ("recurra", "nary"): _own("nary", trees, units),
        ("recurra", "childsum"): _own("childsum", trees, units),
        ("recurra", "rlstm"): _own("rlstm", trees, units),
        ("recurra", "rnn_tree"): _own("rnn_tree", trees, units),
        ("recurra, reference", "nary"): _own("nary", trees, units, "reference"),
        ("node by node in torch", "nary"): tree_lstm.by_node(forest, units),
        ("pytorch-tree-lstm's algorithm", "childsum"): tree_lstm.by_level(forest, units),
    }
    timings = interleaved(
        {" ".join(key): _step(run, x) for key, run in runs.items()},
        rounds=ROUNDS,
        calls=20,
        limit=seconds,
    )
    nodes, levels = len(forest.parent), int(forest.height.max()) + 1
    return tuple(
        TreeTime(name, cell, found.p50, found.noise, nodes, levels)
        for (name, cell), found in zip(runs, timings.values(), strict=True)
    )


def _own(cell: str, trees: list[Forest], units: int, backend: str = "auto") -> Run:
    network = Recursive(cell, units, units, backend=backend)
    return lambda x: network(Forest.join(trees), x).roots


def _step(run: Run, x: Tensor) -> Callable[[], object]:
    def step() -> None:
        x.grad = None
        run(x).sum().backward()

    return step


def sentences(times: Sequence[TreeTime]) -> list[str]:
    """Milliseconds of each way, and how many times as fast ours is where the cell is the same.

    >>> pairs = ("recurra", 0.004), ("x", 0.4)
    >>> times = [TreeTime(name, "nary", t, 0.0, 9, 3) for name, t in pairs]
    >>> sentences(times)[1].split()
    ['nary', 'x', '400.0', '100.0', '0%']
    """
    own = {t.cell: t.p50 for t in times if t.name == "recurra"}
    return [
        f"{t.cell:<9} {t.name:<31} {t.p50 * 1e3:8.1f} {t.p50 / own[t.cell]:8.1f} {t.noise:8.0%}"
        for t in times
    ]
