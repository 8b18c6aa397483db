"""The gradient with respect to a state at every step, as that of an input.

Every new state s(t) becomes s(t) + e(t), where e is one more input [T, B, units]. Where e is zero,
nothing changes, and dL/de(t) is the total derivative dL/ds(t): by way of the output, of the next
step and of what the same step makes of the new state. Every backend can run it.
"""

from recurra.compiler.rewrite import Rewriter
from recurra.ir import Graph, Node
from recurra.ir.nodes import LEAVES


def with_probes(graph: Graph) -> Graph:
    """The graph with one more input for each state, in the order of the states.

    Where one value is the new one of two states, or a new state is an input or a state before, the
    uses of that value within the step are not counted as uses of the state.

    >>> from recurra import cells
    >>> [i.name for i in with_probes(cells.find("lstm").graph()).inputs]
    ['x', 'probe_h', 'probe_c']
    """
    copy = Rewriter(graph)
    probes = {s: copy.input(f"probe_{s.name}", s.size) for s in graph.states}
    own = {
        result: probes[state]
        for state, result in zip(graph.states, graph.results, strict=True)
        if result.op not in LEAVES and graph.results.count(result) == 1
    }
    for node in graph.nodes:
        made = copy.copy(node)
        if node in own:
            copy.done[node] = copy.add("add", made, own[node], name=node.name)
    results: list[Node] = []
    for state, result in zip(graph.states, graph.results, strict=True):
        made = copy.done[result]
        results.append(made if result in own else copy.add("add", made, probes[state]))
    return copy.finished(results)
