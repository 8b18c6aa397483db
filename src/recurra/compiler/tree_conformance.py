"""What must hold for every tree cell on every backend, as checks that raise AssertionError.

The definition is `by_recursion`: one node after the other, one tree after the other, each
expression of the equations as it stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.reference import applied, parameters
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.compiler.conformance import derivatives, same, tolerance
from recurra.compiler.forest import Forest, arity_of
from recurra.compiler.sizes import known_sizes
from recurra.compiler.slices import shape
from recurra.compiler.tree_backend import TreeBackend
from recurra.ir import Cell, Graph, Node
from recurra.words import say


@dataclass(frozen=True)
class TreeProblem:
    """Random numbers for a cell on a forest."""

    graph: Graph
    sizes: Mapping[str, int]
    weights: dict[str, Tensor]
    x: Tensor
    forest: Forest

    def run(self, backend: TreeBackend) -> tuple[Tensor, ...]:
        """The problem on a backend."""
        return backend.run(self.graph, self.sizes, self.weights, self.x, self.forest)

    def leaves(self) -> list[Tensor]:
        """All tensors whose gradient is computed."""
        return [self.x, *self.weights.values()]


def problem(
    cell: Cell,
    forest: Forest,
    width: int = 3,
    hidden: int = 5,
    dtype: torch.dtype = torch.float64,
    seed: int = 0,
) -> TreeProblem:
    """Inputs and weights drawn for a cell; weights small enough that nothing saturates."""
    return drawn_for(cell.graph(), known_sizes(cell, width, hidden), forest, dtype, seed)


def drawn_for(
    graph: Graph, known: Mapping[str, int], forest: Forest, dtype: torch.dtype, seed: int = 0
) -> TreeProblem:
    """Random numbers for a graph of known sizes on a forest."""
    generator, main = torch.Generator().manual_seed(seed), known[graph.sizes[0].name]

    def draw(*size: int) -> Tensor:
        return torch.randn(*size, generator=generator, dtype=torch.float64).to(dtype)

    weights = {
        g.name: (draw(*shape(graph, g, known)) * main**-0.5).requires_grad_() for g in graph.groups
    }
    x = draw(len(forest.tokens), known[graph.inputs[0].size]).requires_grad_()
    return TreeProblem(graph, known, weights, x, forest)


def random_forest(cell: Cell, trees: int, most: int, seed: int) -> Forest:
    """Random trees of 1 to `most` leaves (or, of any kind, nodes) such as the cell takes."""
    return forest_for(cell.graph(), trees, most, seed)


def forest_for(graph: Graph, trees: int, most: int, seed: int) -> Forest:
    """Random trees such as a graph takes."""
    generator = np.random.default_rng(seed)
    arity = arity_of(graph)
    made = []
    for _ in range(trees):
        count = int(generator.integers(1, most + 1))
        parent = _split(generator, count, arity) if arity > 0 else _any(generator, count)
        children = np.bincount([p for p in parent if p >= 0], minlength=len(parent))
        token = np.arange(len(parent))
        if graph.at_leaves:
            token[children > 0] = -1
        else:  # some nodes without an input, leaves among them
            token[generator.random(len(parent)) < 0.3] = -1
        made.append((parent, token))
    return Forest.of(made)


def _split(generator: np.random.Generator, leaves: int, arity: int) -> list[int]:
    """A tree in which `arity` neighbouring subtrees are joined at random until one is left;
    of one child a chain of as many nodes."""
    if arity == 1:
        return [*range(1, leaves), -1]
    leaves = leaves - (leaves - 1) % max(1, arity - 1)
    parent, roots = [-1] * leaves, list(range(leaves))
    while len(roots) > 1:
        first = int(generator.integers(0, len(roots) - arity + 1))
        parent.append(-1)
        for child in roots[first : first + arity]:
            parent[child] = len(parent) - 1
        roots[first : first + arity] = [len(parent) - 1]
    return _in_order(parent)


def _in_order(parent: list[int]) -> list[int]:
    """The tree numbered from left to right, children before their parent."""
    below: list[list[int]] = [[] for _ in parent]
    for node, above in enumerate(parent[:-1]):
        below[above].append(node)
    for children in below:
        children.sort(key=lambda n: _leftmost(n, below))
    order, stack = [], [len(parent) - 1]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(below[node])
    rank = {node: k for k, node in enumerate(reversed(order))}
    return [rank[parent[n]] if parent[n] >= 0 else -1 for n in reversed(order)]


def _leftmost(node: int, below: list[list[int]]) -> int:
    while below[node]:
        node = min(below[node])
    return node


def _any(generator: np.random.Generator, count: int) -> list[int]:
    return [int(generator.integers(n + 1, count)) for n in range(count - 1)] + [-1]


def by_recursion(drawn: TreeProblem) -> tuple[Tensor, ...]:
    """The states of every node [N, units], by the equations, node by node."""
    graph, forest = drawn.graph, drawn.forest
    params = parameters(graph, drawn.sizes, drawn.weights)
    below: list[list[int]] = [[] for _ in forest.parent]
    for node, above in enumerate(forest.parent.tolist()):
        if above >= 0:
            below[above].append(node)
    width = {n.name: drawn.sizes[n.size] for n in (*graph.inputs, *graph.states)}
    zeros = {name: drawn.x.new_zeros(units) for name, units in width.items()}
    inputs = iter(drawn.x.unbind(0))
    states: list[dict[str, Tensor]] = []
    for node, token in enumerate(forest.token.tolist()):
        own = {graph.inputs[0].name: next(inputs)} if token >= 0 else {}
        if not graph.at_leaves or below[node]:
            children = [states[k] for k in below[node]]
            own |= _Node(graph, drawn.sizes, params, {**zeros, **own}, children).states()
        states.append({**zeros, **own})
    return tuple(torch.stack([f[s.name] for f in states]) for s in graph.states)


class _Node:
    """The equations at one node; what a child does not have is zero."""

    def __init__(
        self,
        graph: Graph,
        known: Mapping[str, int],
        params: Mapping[str, Tensor],
        own: Mapping[str, Tensor],
        children: list[dict[str, Tensor]],
    ) -> None:
        self.graph, self.sizes, self.params = graph, known, params
        self.own, self.children = own, children

    def states(self) -> dict[str, Tensor]:
        """The new states by name."""
        pairs = zip(self.graph.states, self.graph.results, strict=True)
        return {s.name: self.value(r, None) + torch.zeros_like(self.own[s.name]) for s, r in pairs}

    def value(self, node: Node, child: int | None) -> Tensor:
        """A value of the equations, of a child where it is one for each of them."""
        if node.op == "constant":
            return torch.tensor(node.value, dtype=self.own[self.graph.inputs[0].name].dtype)
        if node.op == "input":
            return self.own[node.name]
        if node.op in ("bias", "vector", "scalar"):
            return self.params[node.param]
        if node.op == "child":
            name, _, what = node.name.partition(".")
            number = self.graph.children.index(name) if child is None else child
            there = number < len(self.children)
            return self.children[number][what] if there else torch.zeros_like(self.own[what])
        if node.op == "total":
            terms = [self.value(node.args[0], k) for k in range(len(self.children))]
            zero = self.own[self.graph.inputs[0].name].new_zeros(self.sizes.get(node.size, 1))
            return torch.stack([zero, *(zero + t for t in terms)]).sum(0)
        args = [self.value(a, child) for a in node.args]
        if node.op != "matmul":
            return applied(node, *args)
        blocks = self.params[node.param].chunk(self.graph.param[node.param].blocks)
        matrix = torch.block_diag(*blocks)
        return (matrix.mT if node.transposed else matrix) @ args[0]


def gradients(
    drawn: TreeProblem,
    run: Callable[[TreeProblem], tuple[Tensor, ...]],
    create_graph: bool = False,
) -> list[Tensor]:
    """Gradients of a fixed random weighting of all states of all nodes, of every leaf."""
    generator = torch.Generator().manual_seed(1)
    states = run(drawn)
    weighted = [
        (s * torch.randn(s.shape, generator=generator, dtype=torch.float64).to(s.dtype)).sum()
        for s in states
    ]
    loss = torch.stack(weighted).sum()
    if not loss.requires_grad:
        return [torch.zeros_like(x) for x in drawn.leaves()]
    of_leaves = torch.autograd.grad(
        loss, drawn.leaves(), create_graph=create_graph, allow_unused=True
    )
    return [
        torch.zeros_like(x) if g is None else g
        for g, x in zip(of_leaves, drawn.leaves(), strict=True)
    ]


def bound(drawn: TreeProblem, second: bool = False) -> float:
    """Largest relative difference of two correct results: sums of a node's products, through as
    many nodes as lie over each other; gradients sum over all nodes."""
    depth = int(drawn.forest.height.max()) + 1
    width = max(drawn.sizes.values()) * len(drawn.forest.parent)
    return tolerance(drawn.x.dtype, depth, width ** (2 if second else 1))


def check_values(backend: TreeBackend, drawn: TreeProblem) -> float:
    """States are those of the recursion."""
    with torch.no_grad():
        return same(drawn.run(backend), by_recursion(drawn), bound(drawn), "state")


def check_gradients(backend: TreeBackend, drawn: TreeProblem) -> float:
    """Gradients are those of the recursion."""
    computed = gradients(drawn, lambda d: d.run(backend))
    return same(computed, gradients(drawn, by_recursion), bound(drawn), "gradient")


def check_second_derivative(backend: TreeBackend, drawn: TreeProblem) -> float:
    """A gradient penalty's gradient is that of the level-wise reference."""
    results = []
    for own in (backend, TreeReference()):
        parts = gradients(drawn, lambda d, b=own: d.run(b), create_graph=True)  # type: ignore[misc]
        penalty = torch.stack([(g**2).sum() for g in parts]).sum()
        results.append(derivatives(penalty, drawn.leaves()))
    return same(results[0], results[1], bound(drawn, second=True), "second_derivative")


def check_alone(backend: TreeBackend, drawn: TreeProblem) -> float:
    """A tree in a batch gives what it gives alone."""
    forest, first, inputs, largest = drawn.forest, 0, 0, 0.0
    with torch.no_grad():
        whole = drawn.run(backend)
        for size in forest.sizes.tolist():
            own = slice(first, first + size)
            parent = forest.parent[own]
            parent = np.where(parent < 0, -1, parent - first)
            alone = Forest.of([(parent, forest.token[own])])
            count = len(alone.tokens)
            part = replace(drawn, x=drawn.x[inputs : inputs + count], forest=alone)
            expected = [s[own] for s in whole]
            difference = same(part.run(backend), expected, bound(drawn), "state_of_a_tree_alone")
            largest = max(largest, difference)
            first, inputs = first + size, inputs + count
    return largest


def check_not_a_number(backend: TreeBackend, drawn: TreeProblem) -> float:
    """NaN in one input: NaN at that tree's root, and nothing in the other trees."""
    owner = np.repeat(np.arange(len(drawn.forest)), drawn.forest.sizes)
    given = owner[drawn.forest.token >= 0]
    inner = [t for t in given.tolist() if drawn.forest.sizes[t] > 1]
    if not inner:
        return 0.0
    with torch.no_grad():
        x = drawn.x.clone()
        x[int(np.flatnonzero(given == inner[-1])[0])] = float("nan")
        states = replace(drawn, x=x).run(backend)
        expected = by_recursion(replace(drawn, x=x))
    root = int(drawn.forest.roots[inner[-1]])
    reaches = any(s[root].isnan().any() for s in expected)  # a cell may not read an input
    found = any(s[root].isnan().any() for s in states)
    assert found or not reaches, say("compiler.conformance.nan_lost")
    others = torch.from_numpy(owner != inner[-1])
    apart = not any(s[others].isnan().any() for s in states)
    assert apart, say("compiler.conformance.nan_in_other_tree")
    return 0.0


TREE_CHECKS: dict[str, Callable[[TreeBackend, TreeProblem], float]] = {
    "values": check_values,
    "gradients": check_gradients,
    "second_derivative": check_second_derivative,
    "alone": check_alone,
    "not_a_number": check_not_a_number,
}
