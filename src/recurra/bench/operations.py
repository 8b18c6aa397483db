"""Operations of matrix products that a job needs, a multiply-add counted as two.

Only what is really done is counted: padding is not, the gradient of an input that needs none is
not, a product of parameters alone is not. Element-wise work is left out, so that the share of the
machine's peak is never flattered by it.
"""

from collections.abc import Mapping

from recurra.compiler.measure import constant_nodes
from recurra.ir import ONE, Graph


def products(
    graph: Graph, sizes: Mapping[str, int], rows: int, *, backward: bool, input_gradient: bool
) -> int:
    """Operations over `rows` (the steps of all sequences together).

    A product v -> W v costs 2 * rows(W) * columns(W); its gradients of W and of v as much again,
    each.

    >>> from recurra import cells
    >>> products(cells.find("elman").graph(), {"h": 3, "x": 2}, 10, backward=False,
    ...     input_gradient=False)
    300
    """
    fixed, total = constant_nodes(graph), 0
    for node in graph.nodes:
        if node.op != "matmul" or node in fixed:
            continue
        operand = node.args[0]
        once = 2 * rows * (1 if node.size == ONE else sizes[node.size]) * sizes[operand.size]
        once //= graph.param[node.param].blocks
        wanted = operand.op != "input" or input_gradient
        total += once * (1 + (1 + wanted if backward else 0))
    return total
