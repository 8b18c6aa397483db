"""Times of batches of trees."""

from typing import Literal

from recurra.words.en.phrases import counted

WAYS = {
    "recurra": "recurra",
    "recurra, reference": "recurra, reference",
    "node by node in torch": "node by node in torch",
}
NUMBERS = {"roots": "roots", "inputs": "gradient of inputs"}
HEADS = {"cell": "cell", "way": "way", "ratio": "ratio", "noise": "noise"}


def way(name: str) -> str:
    """How a batch is computed; packages by their own name."""
    return WAYS.get(name, name)


def head(column: Literal["cell", "way", "ratio", "noise"]) -> str:
    return HEADS[column]


def cell_misfit(cell: str, why: str) -> str:
    return f"{cell}: {why}"


def no_cell(why: str) -> str:
    return f"no cell takes these trees: {why}"


def differ(
    cell: str, way: str, what: Literal["roots", "inputs"], worst: float, allowed: float
) -> str:
    return (
        f"{cell}, {WAYS.get(way, way)}: {NUMBERS[what]} differ by {worst:.1e} from the reference, "
        f"allowed {allowed:.1e}"
    )


def batch(trees: int, nodes: int, levels: int, units: int, seed: int, threads: int) -> str:
    return (
        f"{counted(trees, 'tree')}, {counted(nodes, 'node')}, {counted(levels, 'level')}; "
        f"{counted(units, 'unit')}, float32, seed {seed}, {counted(threads, 'thread')}"
    )


def timed(rounds: int, calls: int) -> str:
    return (
        f"Forward and backward; medians of {counted(rounds, 'round')} of {counted(calls, 'call')} "
        "taken in turns. All ways of a cell agree in the roots' states and the inputs' gradient."
    )


def not_timed(why: str) -> str:
    return f"not timed: {why}"
