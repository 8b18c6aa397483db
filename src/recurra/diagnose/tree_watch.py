"""Looking into a network on trees: a backend that writes down what every node hands to its parent.

What it computes is what the reference backend for trees computes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends import tree_reference
from recurra.compiler.backends.tree_reference import Instead, Leaves, Run, parameters
from recurra.compiler.forest import NONE, Forest, arity_of, levels
from recurra.diagnose.derivatives import differentiable, paths
from recurra.diagnose.factors import partners, stabiliser
from recurra.ir import Graph, Node
from recurra.words import Text, say


@dataclass
class Family:
    """Some nodes of trees and their children: E slots, in the order of `Levels.row_of`."""

    nodes: np.ndarray  # [rows] numbers of the nodes
    child: np.ndarray  # [E] number of the child in each slot, -1 where there is none
    owner: np.ndarray  # [E] the row that a slot belongs to


@dataclass
class TreePassage:
    """One run over a forest of N nodes.

    A state is written down as it is handed to the parent and to the output: its gradient is that of
    all that follows. Where leaves are inputs alone, they have no states.
    """

    graph: Graph
    params: dict[str, Tensor]  # of the equations, by name
    forest: Forest
    x: Tensor  # [R, I]
    pieces: list[tuple[Tensor, ...]] = field(default_factory=list)  # of each level

    @property
    def computed(self) -> np.ndarray:
        """[N] bool: whether a node is computed, and so has states."""
        every = np.ones(len(self.forest.parent), bool)
        return self.forest.children > 0 if self.graph.at_leaves else every

    def counted(self) -> tuple[int, ...]:
        """Positions of the states that hold something: stabilisers are left out."""
        return tuple(k for k in range(len(self.graph.states)) if not stabiliser(self.graph, k))

    def state(self, position: int) -> Tensor:
        """[N, units] of a state at each node, in the order of the forest; zero at bare leaves."""
        return self.sorted([piece[position] for piece in self.pieces])

    def held(self, position: int) -> np.ndarray:
        """[rows, units] of a state at every node that is computed."""
        return self.state(position).detach().double().numpy()[self.computed]

    def sorted(self, pieces: list[Tensor]) -> Tensor:
        """[N, units] in the order of the forest, of what stands by levels."""
        # as the reference backend orders the nodes of a level
        order = levels(self.forest, arity_of(self.graph), by_parent=True)
        return torch.cat(pieces)[torch.from_numpy(order.row)]

    def inputs(self) -> Tensor:
        """[N, I]: zero where a node has none."""
        rows = torch.from_numpy(np.flatnonzero(self.forest.token >= 0))
        return self.x.new_zeros(len(self.forest.parent), self.x.shape[1]).index_copy(
            0, rows, self.x
        )

    def family(self, nodes: np.ndarray) -> Family:
        """These nodes with their children."""
        forest, arity = self.forest, arity_of(self.graph)
        kids = np.flatnonzero(forest.parent >= 0)
        kids = kids[np.argsort(forest.parent[kids], kind="stable")]
        counts = forest.children[nodes]
        first = (np.cumsum(forest.children) - forest.children)[nodes]
        if arity < 0:
            owner = np.repeat(np.arange(len(nodes)), counts)
            place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
            return Family(nodes, kids[first[owner] + place], owner)
        place = np.tile(np.arange(arity), len(nodes))
        owner = np.repeat(np.arange(len(nodes)), arity)
        there = place < counts[owner]
        found = np.full(len(owner), NONE)
        found[there] = kids[(first[owner] + place)[there]]
        return Family(nodes, found, owner)

    def leaves(self, family: Family) -> Leaves:
        """What the equations read at the nodes of a family, without gradients."""
        graph, index = self.graph, torch.from_numpy(family.child + 1)
        own = self._held["x"][torch.from_numpy(family.nodes + 1)]
        found: Leaves = {graph.inputs[0].name: own}
        names = [s.name for s in graph.states] + (["x"] if graph.at_leaves else [])
        for name in names:
            of_children = self._held[name][index]
            for slot, child in enumerate(graph.children):
                found[f"{child}.{name}"] = of_children[slot :: len(graph.children)]
        return found

    @cached_property
    def _held(self) -> dict[str, Tensor]:
        """Inputs and states [1 + N, width] by name; row 0 stands for an absent child."""
        what = {s.name: self.state(k) for k, s in enumerate(self.graph.states)}
        return {
            name: torch.cat([v.new_zeros(1, v.shape[1]), v.detach()])
            for name, v in {**what, "x": self.inputs()}.items()
        }

    def values(self, instead: Instead = tree_reference.NOTHING) -> Mapping[Node, Tensor]:
        """The value of every node of the equations at all nodes that are computed."""
        family = self.family(np.flatnonzero(self.computed))
        owner = torch.from_numpy(family.owner)
        leaves = self.leaves(family)
        return tree_reference.values(self.graph, self.params, leaves, owner, instead)

    def rows_of(self, node: Node, value: Tensor) -> Tensor:
        """[rows, units]: a value at all nodes, or at all children, for which it plays a part.

        A gate on a child's memory plays none where there is no such child, or it has no memory.
        """
        family = self.family(np.flatnonzero(self.computed))
        rows = len(family.owner if node in self.graph.each else family.nodes)
        value = value.expand(rows, -1)
        gated = {
            p.name.partition(".")[0] if p.op == "child" else "" for p in partners(self.graph, node)
        }
        if len(gated) != 1 or "" in gated:
            return value
        there = self._there(family, gated.pop())
        if len(there) != rows:  # a gate of the node on all of its children
            there = np.bincount(family.owner[there], minlength=rows) > 0
        return value[torch.from_numpy(there)]

    def _there(self, family: Family, child: str) -> np.ndarray:
        """Of each slot of that name, whether a child with states is there."""
        slot = self.graph.children.index(child)
        own = family.child[slot :: len(self.graph.children)]
        return (own >= 0) & self.computed[own]

    def direct(self, position: int, across: tuple[int, ...]) -> dict[Text, Tensor]:
        """∂s'_j/∂s_j along the direct path from each child to its parent, [rows, units], by what
        it is called; `across`: nodes of the graph that mix units, which are held fixed."""
        family, graph = self.family(np.flatnonzero(self.computed)), self.graph
        owner, leaves = torch.from_numpy(family.owner), self.leaves(family)
        params = {name: p.detach() for name, p in self.params.items()}
        fixed = tree_reference.values(graph, params, leaves, owner)
        instead = {n.index: fixed[n] for n in graph.nodes if n.index in across}
        name = graph.states[position].name
        own = {child: f"{child}.{name}" for child in graph.children}
        for leaf in own.values():
            leaves[leaf] = leaves[leaf].detach().requires_grad_()
        with torch.enable_grad():
            done = tree_reference.values(graph, params, leaves, owner, instead)
            new = done[graph.results[position]]
            found = paths([new], [leaves[leaf] for leaf in own.values()])
        return {
            (
                name if len(own) == 1 else say("diagnose.watch.from_child", state=name, child=child)
            ): share[torch.from_numpy(self._there(family, child))]
            for child, share in zip(own, found, strict=True)
            if share is not None
        }


class TreeWatcher:
    """A backend for trees: see the module's text."""

    name = "watching"

    def __init__(self, instead: Instead = tree_reference.NOTHING) -> None:
        self.passages: list[TreePassage] = []
        self._instead = instead

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """It runs everything."""
        return ""

    def source(self, graph: Graph) -> str:
        """As of the reference backend."""
        return tree_reference.TreeReference().source(graph)

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
    ) -> tuple[Tensor, ...]:
        """As `TreeBackend.run` says."""
        passage = TreePassage(graph, parameters(graph, sizes, weights), forest, x)
        self.passages.append(passage)

        def handed(new: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
            bare = graph.at_leaves and not passage.pieces  # leaves that are inputs have no states
            own = new if bare else tuple(map(differentiable, new))
            passage.pieces.append(own)
            return passage.pieces[-1]

        return Run(graph, sizes, weights, x, forest, self._instead, handed).states()
