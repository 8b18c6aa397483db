"""What the compiled backends do not have of the language; only the reference backend runs it."""

from recurra.ir import Graph

OPS = frozenset({"floor", "sum", "block_sum", "block_largest", "slice"})


def not_compiled(graph: Graph, backend: str) -> str:
    """Why a backend cannot run a graph, in words; empty where it can, as the reference always can.

    >>> from recurra import cells
    >>> not_compiled(cells.find("lstm").graph(), "numba")
    ''
    """
    if backend == "reference":
        return ""
    found = sorted({n.op for n in graph.nodes if n.op in OPS})
    found += ["a transposed matrix"] if any(n.transposed for n in graph.nodes) else []
    return f"it has no kernel for {', '.join(found)}" if found else ""
