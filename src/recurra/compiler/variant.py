"""Changes that a network may make to a cell's graph, such as dropout or zoneout."""

from dataclasses import dataclass

from recurra.compiler.clipping import with_clipped_gradients
from recurra.compiler.masks import with_expectation, with_recurrent_dropout, with_zoneout
from recurra.compiler.probes import with_probes
from recurra.ir import Graph


@dataclass(frozen=True)
class Variant:
    """The changes. Inputs that are added follow each other in the order of the fields."""

    dropped: str = ""  # recurrent dropout with "tied" masks or "untied" ones
    zoned: tuple[tuple[str, ...], ...] = ()  # zoneout: states that are kept together
    expected: bool = False  # zoneout by its expectation, as outside of training
    watched: bool = False  # total gradients of the states
    clipped: bool = False  # limited gradients of the states

    @property
    def masked(self) -> bool:
        """Whether masks are among the inputs that are added."""
        return bool(self.dropped) or (bool(self.zoned) and not self.expected)

    def of(self, graph: Graph) -> Graph:
        """The changed graph; always the same object, and the graph itself where nothing changes.

        Raises SettingError where the equations do not allow a change.
        """
        if self == PLAIN:
            return graph
        key = (id(graph), self)
        if key not in _made:
            _made[key] = (graph, self._made(graph))
        return _made[key][1]

    def _made(self, graph: Graph) -> Graph:
        if self.dropped:
            graph = with_recurrent_dropout(graph, self.dropped == "tied")
        if self.zoned:
            changed = with_expectation if self.expected else with_zoneout
            graph = changed(graph, self.zoned)
        if self.watched:
            graph = with_probes(graph)
        return with_clipped_gradients(graph) if self.clipped else graph


PLAIN = Variant()
# kept with the graph that it was made of, so that no other graph gets its id
_made: dict[tuple[int, Variant], tuple[Graph, Graph]] = {}
