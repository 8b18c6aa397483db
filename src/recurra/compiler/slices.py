"""Where a parameter lies in the stored tensor that holds it."""

from collections.abc import Mapping

from recurra.errors import CellError
from recurra.ir import ONE, Graph, Group
from recurra.words import say


def slices(graph: Graph, group: Group, sizes: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """First row and row after the last of each parameter of a group."""
    rows, first = {}, 0
    for name in group.params:
        size = graph.param[name].rows
        last = first + (1 if size == ONE else sizes[size])
        rows[name] = (first, last)
        first = last
    return rows


def shape(graph: Graph, group: Group, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape of a stored tensor: [rows, columns] of a matrix, else [rows].

    Raises CellError where a matrix cannot be divided into its blocks.
    """
    rows = list(slices(graph, group, sizes).values())[-1][1]
    if group.role != "matrix":
        return (rows,)
    if group.blocks > 1:
        _check_blocks(graph, group, sizes)
    return (rows, sizes[group.columns] // group.blocks)


def _check_blocks(graph: Graph, group: Group, sizes: Mapping[str, int]) -> None:
    for name in group.params:
        rows, columns = sizes[graph.param[name].rows], sizes[group.columns]
        if rows % group.blocks or columns % group.blocks:
            raise CellError(
                say(
                    "compiler.sizes.matrix_not_divided",
                    matrix=name,
                    rows=rows,
                    columns=columns,
                    blocks=group.blocks,
                ),
                cell=graph.cell,
                file=graph.file or None,
                line=next(n.line for n in graph.nodes if n.param == name) or None,
                remedy=say("compiler.sizes.take_multiples", of=group.blocks),
            )
