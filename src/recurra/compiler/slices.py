"""Where a parameter lies in the stored tensor that holds it."""

from collections.abc import Mapping

from recurra.ir import ONE, Graph, Group


def slices(graph: Graph, group: Group, sizes: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """First row and row after the last of each parameter of a group."""
    found, first = {}, 0
    for name in group.params:
        size = graph.param[name].rows
        last = first + (1 if size == ONE else sizes[size])
        found[name] = (first, last)
        first = last
    return found


def shape(graph: Graph, group: Group, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape of a stored tensor: [rows, columns] of a matrix, else [rows]."""
    rows = list(slices(graph, group, sizes).values())[-1][1]
    return (rows, sizes[group.columns]) if group.role == "matrix" else (rows,)
