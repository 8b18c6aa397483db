"""What a network may want of a cell's graph beyond its equations, as another graph."""

from dataclasses import dataclass

from recurra.compiler.probes import with_probes
from recurra.ir import Graph


@dataclass(frozen=True)
class Variant:
    """What is wanted. Inputs that are added follow each other in the order of the fields."""

    watched: bool = False  # total gradients of the states

    def of(self, graph: Graph) -> Graph:
        """The graph changed so; always the same object, and the graph itself where nothing is
        wanted."""
        if self == PLAIN:
            return graph
        key = (id(graph), self)
        if key not in _made:
            _made[key] = (graph, self._made(graph))
        return _made[key][1]

    def _made(self, graph: Graph) -> Graph:
        return with_probes(graph) if self.watched else graph


PLAIN = Variant()
# with the graph that it was made of, so that no other graph takes its number
_made: dict[tuple[int, Variant], tuple[Graph, Graph]] = {}
