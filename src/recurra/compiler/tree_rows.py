"""Which rows of a forest the statements of tree cells mean, and how many there are of each kind."""

from recurra.compiler.forest import Forest, Levels, arity_of
from recurra.compiler.statements import Buffer
from recurra.compiler.tree_step import EDGE
from recurra.ir import Graph

# of the rows that a statement names: the first of them ("", "inner " or "beyond "), their number
SPANS = {
    "all": ("", "nodes"),
    "inner": ("inner ", "inner"),
    "inputs": ("", "inputs"),
    "slots": ("", "slots"),
}


def counts(graph: Graph, forest: Forest, order: Levels) -> dict[str, int]:
    """Numbers of rows: see `COUNTS` in the numba backend's `tree/batch.py`."""
    nodes, leaves, arity = len(order.order), int(order.bounds[1]), arity_of(graph)
    given = order.given
    inputs = int(given.max()) + 1 if len(given) else 0
    edges = nodes - len(forest)
    return {
        "nodes": nodes, "slots": order.slots, "levels": len(order.bounds) - 1,
        "inner": nodes - leaves, "leaves": leaves, "inputs": inputs, "beyond": nodes - inputs,
        "absent": leaves if edges == arity * (nodes - leaves) else nodes,
        "blank": nodes if len(given) < nodes else 0,
        "gaps": inputs if len(given) < inputs else 0,
        "given": len(given),
    }  # fmt: skip


def cleared(buffer: Buffer, at_leaves: bool) -> tuple[str, str]:
    """Which rows of a buffer are zero before anything is written, as in `SPANS`."""
    if buffer.clear == "all":
        return "", "slots" if buffer.domain == EDGE else "nodes"
    if buffer.clear == "beyond":
        return "beyond ", "beyond"
    if buffer.role == "input":
        return "", "gaps" if buffer.clear == "inputs" else "blank"
    if buffer.clear == "absent" and buffer.domain == EDGE:
        return "", "slots"
    if buffer.clear == "absent" and at_leaves:
        return "inner ", "inner"
    return "", buffer.clear


def first_row(view: str, numbers: dict[str, int]) -> int:
    """The first row of a kind."""
    return {"": 0, "inner ": numbers["leaves"], "beyond ": numbers["inputs"]}[view]
