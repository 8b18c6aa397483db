"""What the checker of programs finds wrong with a graph, before any kernel is compiled."""

from recurra.compiler.chain import chain_of, known_as
from recurra.compiler.tree_chain import tree_chain_of
from recurra.errors import ProgramError
from recurra.ir import Graph
from recurra.words import Text


def fault_of(graph: Graph) -> Text:
    """What is wrong with a graph's programs; empty where they are right.

    >>> from recurra import cells
    >>> fault_of(cells.find("lstm").graph())
    ''
    """
    key = known_as(graph)
    if key not in _faults:
        _faults[key] = _fault(graph)
    return _faults[key]


_faults: dict[str, Text] = {}


def _fault(graph: Graph) -> Text:
    try:
        if graph.children:
            own = tree_chain_of(graph)
            assert own.upwards and own.downwards
        else:
            chain = chain_of(graph)
            assert chain.training and chain.inference and chain.backward
    except ProgramError as error:
        return error.message
    return ""
