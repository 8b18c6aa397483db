"""Trees in plain torch, level by level: any device, twice differentiable. Faster ways are held to
it, and it is held to a recursion node by node (`tree_conformance.py`).

States are handed from a level to those above in pieces, one for each pair of levels: nothing is
gathered from or scattered into tensors of all nodes, so that the work grows with the number of
nodes, however deep a tree is.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.reference import Reference, applied, parameters, product_of
from recurra.compiler.forest import Forest, Levels, arity_of, levels
from recurra.ir import Graph, Node

Leaves = dict[str, Tensor]  # by name: "x", "left.h", "each.c"
Instead = Mapping[int, Tensor]  # by index of a node of the graph: what stands in its place
NOTHING: Instead = MappingProxyType({})


class TreeReference:
    """See the module's docstring."""

    name = "reference"

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """It runs everything."""
        return ""

    def source(self, graph: Graph) -> str:
        """The graph, one node a line: what `values` computes at the nodes of a level."""
        return Reference().source(graph)

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
    ) -> tuple[Tensor, ...]:
        """See `TreeBackend.run`."""
        return Run(graph, sizes, weights, x, forest).states()


class Run:
    """A cell over a forest; `states` computes it.

    `instead` fixes values of the equations; `handed` is called with the new states of each level,
    rows sorted as in `levels`, and gives those that go on to parents and to the result.
    """

    def __init__(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
        instead: Instead = NOTHING,
        handed: Callable[[tuple[Tensor, ...]], tuple[Tensor, ...]] = tuple,
    ) -> None:
        self.graph, self.sizes, self.x = graph, sizes, x
        self.instead, self.handed = instead, handed
        self.params = parameters(graph, sizes, weights)
        self.arity = arity_of(graph)
        self.levels = levels(forest, self.arity, by_parent=True)
        self.what = [s.name for s in graph.states] + (["x"] if graph.at_leaves else [])
        self.above = _above(forest, self.levels)
        # of each level, the pieces that arrive from below: rows below, values
        self.arriving: list[list[tuple[Tensor, list[Tensor]]]] = [
            [] for _ in range(len(self.levels.bounds))
        ]

    def states(self) -> tuple[Tensor, ...]:
        """Of each state [N, units], in the order of the forest's nodes."""
        by_level: list[tuple[Tensor, ...]] = []
        inputs = self._inputs()
        for level, x in enumerate(inputs):
            if level == 0 and self.graph.at_leaves:
                new = tuple(x.new_zeros(len(x), self._width(s.name)) for s in self.graph.states)
            else:
                leaves, owner = self._leaves(level, x), self._owner(level)
                new = evaluated(self.graph, self.params, leaves, owner, self.instead)
            new = self.handed(new)
            by_level.append(new)
            self._hand_on(level, new, x)
        rows = torch.from_numpy(self.levels.row).to(self.x.device)
        return tuple(torch.cat(parts)[rows] for parts in zip(*by_level, strict=True))

    def _width(self, what: str) -> int:
        node = next(n for n in (*self.graph.inputs, *self.graph.states) if n.name == what)
        return self.sizes[node.size]

    def _inputs(self) -> tuple[Tensor, ...]:
        """The input of every level; zero where a node has none."""
        rows = torch.from_numpy(self.levels.given).to(self.x.device)
        whole = self.x.new_zeros(len(self.levels.order), self.x.shape[1])
        return whole.index_copy(0, rows, self.x).split(_counts(self.levels.bounds))

    def _leaves(self, level: int, x: Tensor) -> Leaves:
        """What the equations of a level read: inputs, and each child's states by slot."""
        first, last = self.levels.bounds[level : level + 2]
        begin, end = self.levels.first_slot[first], self.levels.first_slot[last]
        leaves: Leaves = {self.graph.inputs[0].name: x}
        # row 0 stands for an absent child
        index = torch.zeros(int(end - begin), dtype=torch.int64)
        rows, pieces = [], []
        for own, values in self.arriving[level]:
            rows.append(own)
            pieces.append(values)
        if rows:
            slots = torch.from_numpy(self.levels.slot)[torch.cat(rows)] - int(begin)
            index[slots] = torch.arange(1, len(slots) + 1)
        index = index.to(x.device)
        for number, what in enumerate(self.what):
            absent = x.new_zeros(1, self._width(what))
            held = torch.cat([absent, *(values[number] for values in pieces)])[index]
            if self.arity < 0:
                leaves[f"each.{what}"] = held
            else:
                split = held.view(-1, self.arity, held.shape[1]).unbind(1)
                named = zip(self.graph.children, split, strict=True)
                leaves.update({f"{name}.{what}": value for name, value in named})
        self.arriving[level].clear()
        return leaves

    def _owner(self, level: int) -> Tensor:
        """Of each slot of a level, its row within the level."""
        first, last = self.levels.bounds[level : level + 2]
        counts = torch.from_numpy(self.levels.first_slot[first : last + 1]).diff()
        return torch.repeat_interleave(torch.arange(last - first), counts).to(self.x.device)

    def _hand_on(self, level: int, new: tuple[Tensor, ...], x: Tensor) -> None:
        """Pieces of the new states for the levels of the parents."""
        first, last = self.levels.bounds[level : level + 2]
        runs = torch.unique_consecutive(self.above[first:last], return_counts=True)
        targets, counts = runs[0].tolist(), runs[1].tolist()
        values = [*new, *([x] if self.graph.at_leaves else [])]
        pieces = zip(*(v.split(counts) for v in values), strict=True)
        rows = torch.arange(int(first), int(last)).split(counts)
        for target, own, piece in zip(targets, rows, pieces, strict=True):
            if target:  # a root has no parent
                self.arriving[target].append((own, list(piece)))


def _above(forest: Forest, made: Levels) -> Tensor:
    """[N] of each row: the level of its parent, 0 for a root; ascending within a level."""
    parent = forest.parent[made.order]
    height = torch.from_numpy(forest.height)
    level = height[torch.from_numpy(parent).clamp(min=0)]
    return torch.where(torch.from_numpy(parent) < 0, 0, level)


def _counts(bounds: np.ndarray) -> list[int]:
    return [int(n) for n in np.diff(bounds)]


def evaluated(
    graph: Graph,
    params: Mapping[str, Tensor],
    leaves: Leaves,
    owner: Tensor,
    instead: Instead = NOTHING,
) -> tuple[Tensor, ...]:
    """The new states [rows, units] of some nodes; `owner`: of each child's slot, its row."""
    like = leaves[graph.inputs[0].name]
    done = values(graph, params, leaves, owner, instead)
    return tuple(done[r].expand(len(like), -1) for r in graph.results)


def values(
    graph: Graph,
    params: Mapping[str, Tensor],
    leaves: Leaves,
    owner: Tensor,
    instead: Instead = NOTHING,
) -> dict[Node, Tensor]:
    """The value of every node of the equations, at some nodes of trees."""
    like = leaves[graph.inputs[0].name]
    done: dict[Node, Tensor] = {}
    for node in graph.nodes:
        if node.op == "state":
            continue
        if node.index in instead:
            done[node] = instead[node.index]
        elif node.op in ("input", "child"):
            done[node] = leaves[node.name]
        elif node.op == "total":
            value = done[node.args[0]]
            summed = like.new_zeros(len(like), value.shape[-1])
            done[node] = summed.index_add(0, owner, value.expand(len(owner), -1))
        else:
            done[node] = _value(graph, node, done, params, owner, like)
    return done


def _value(
    graph: Graph,
    node: Node,
    done: Mapping[Node, Tensor],
    params: Mapping[str, Tensor],
    owner: Tensor,
    like: Tensor,
) -> Tensor:
    if node.op == "constant":
        return torch.tensor(node.value, dtype=like.dtype, device=like.device)
    if node.op in ("bias", "vector", "scalar"):
        return params[node.param]
    each = node in graph.each
    arguments = [
        done[a][owner] if each and a not in graph.each and done[a].dim() == 2 else done[a]
        for a in node.args
    ]
    if node.op == "matmul":
        return product_of(graph, node, arguments[0], params)
    return applied(node, *arguments)


def by_reference(
    graph: Graph,
    sizes: Mapping[str, int],
    forest: Forest,
    tensors: Sequence[Tensor],
    arriving: Sequence[Tensor | None],
) -> list[Tensor | None]:
    """The gradient as a differentiable computation: kernels would give wrong second derivatives."""
    # the input may depend on a weight; that part of the gradient does not belong to this node
    tensors = [t.view_as(t) for t in tensors]
    x, *weights = tensors
    # the weights' gradients already include what flows through values of parameters only
    named = {g.name: w for g, w in zip(graph.groups, weights, strict=False)}
    states = TreeReference().run(graph, sizes, named, x, forest)
    pairs = [
        (s, g) for s, g in zip(states, arriving, strict=True) if g is not None and s.requires_grad
    ]
    leaves = [t for t in tensors if t.requires_grad]
    if not pairs or not leaves:
        return [None] * len(tensors)
    gradients = torch.autograd.grad(
        [s for s, _ in pairs], leaves, [g for _, g in pairs], create_graph=True, allow_unused=True
    )
    by_leaf = {id(t): g for t, g in zip(leaves, gradients, strict=True)}
    return [by_leaf.get(id(t)) for t in tensors]
