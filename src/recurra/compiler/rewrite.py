"""A copy of a graph in the making, into which nodes are put."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from recurra.ir import ONE, Graph, Node


class Rewriter:
    """The nodes of the copy so far, and what stands in it for each node of the graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes: list[Node] = []
        self.done: dict[Node, Node] = {}
        self.added: list[Node] = []  # inputs that the graph does not have

    def add(self, op: str, *args: Node, name: str = "") -> Node:
        """A new node on nodes of the copy."""
        size = next((a.size for a in args if a.size != ONE), ONE)
        return self._put(Node(len(self.nodes), op, args, size, 0.0, "", name))

    def again(self, node: Node, *args: Node) -> Node:
        """A node like one of the graph, with its settings, on other nodes of the copy."""
        return self._put(replace(node, index=len(self.nodes), args=args))

    def input(self, name: str, size: str) -> Node:
        """One more input, after those that are there; no two inputs or states have one name."""
        taken = {n.name for n in (*self.graph.inputs, *self.graph.states, *self.added)}
        while name in taken:
            name += "_"
        node = self._put(Node(len(self.nodes), "input", (), size, 0.0, "", name))
        self.added.append(node)
        return node

    def constant(self, value: float) -> Node:
        """A number."""
        return self._put(Node(len(self.nodes), "constant", (), ONE, value))

    def scalar(self, param: str) -> Node:
        """A parameter that is one number."""
        return self._put(Node(len(self.nodes), "scalar", (), ONE, 0.0, param))

    def copy(self, node: Node, *args: Node) -> Node:
        """A copy of a node of the graph, on the copies of its arguments (or on others); it stands
        for the node from now on."""
        args = args or tuple(self.done[a] for a in node.args)
        self.done[node] = self._put(replace(node, index=len(self.nodes), args=args))
        return self.done[node]

    def finished(self, results: Iterable[Node], **changes: Any) -> Graph:
        """The copy with these new states."""
        graph = self.graph
        return replace(
            graph,
            nodes=tuple(self.nodes),
            inputs=(*(self.done[i] for i in graph.inputs), *self.added),
            states=tuple(self.done[s] for s in graph.states),
            results=tuple(results),
            **changes,
        )

    def _put(self, node: Node) -> Node:
        self.nodes.append(node)
        return node
