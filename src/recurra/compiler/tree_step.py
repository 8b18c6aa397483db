"""One node of a tree as the compiled backends see it: what is computed forward and backward.

Steps are graphs of `Value`s as in `step.py`, with no recurrence: the leaves `past` are the states
of children ("left.h"; "each.h" where their number is open) and `input` the node's own input, or a
leaf's as its parent sees it ("left.x"). Where the number of children is open, values are of one of
two domains, "node" and "edge" (one for each child), and two more operations lead from one to the
other:

    each     the value of the node, for each of its children
    total    the sum over a node's children

Each is the other's derivative.
"""

from dataclasses import dataclass

from recurra.compiler.differentiate import gradients, with_saved
from recurra.compiler.split import (
    Forward,
    constant_nodes,
    joined,
    matrix,
    of_parameters,
    shape,
    used,
)
from recurra.compiler.step import Maker, Step, Value
from recurra.ir import Graph, Node

NODE, EDGE = "node", "edge"


@dataclass(frozen=True)
class TreeForward:
    """The forward step of a tree cell."""

    step: Step
    raw: Step  # the same before sums of products were joined
    results: tuple[Value, ...]  # the new states, in the order of the graph's
    children: tuple[Value, ...]  # leaves that stand for children: states, and inputs of leaves
    own: tuple[Value, ...]  # the leaf of the node's own input, if the equations have one
    derived: dict[str, Node]  # values of parameters alone, by their name in the step


@dataclass(frozen=True)
class TreeBackward:
    """The backward step, and what the forward pass has to keep for it."""

    step: Step
    raw: Step  # the same before it was made of what the forward pass keeps, and sums were joined
    saved: tuple[Value, ...]
    gradients: dict[Value, Value]  # of each leaf of the forward step that has one
    deltas: dict[Value, Value]  # sum of products of the forward step -> its gradient


def domain(value: Value) -> str:
    """NODE or EDGE; of what is made of parameters and numbers alone, ""."""
    if value.op in ("past", "input") or (value.op in ("seed", "now") and value.source is None):
        return EDGE if value.name.startswith("each.") else NODE
    if value.op == "now":
        assert value.source is not None
        return domain(value.source)
    if value.op in ("each", "total"):
        return EDGE if value.op == "each" else NODE
    return next((d for d in map(domain, value.args) if d), "")


def tree_forward(graph: Graph) -> TreeForward:
    """The graph as a step, with sums of products joined."""
    make, constant, derived = Maker(), constant_nodes(graph), dict[Node, str]()
    done: dict[Node, Value] = {}
    for node in graph.nodes:
        if node in constant:
            done[node] = of_parameters(make, node, derived)
        elif node.op != "state":
            done[node] = _translated(make, graph, node, done)
    results = [
        make("copy", done[r], size=s.size, name=s.name, number=position)  # no two are the same
        if done[r].leaf or done[r].op == "products" or graph.results.count(r) > 1
        else done[r]
        for position, (s, r) in enumerate(zip(graph.states, graph.results, strict=True))
    ]
    raw = Step({}, tuple(results))
    step = _stored(make, joined(raw))
    leaves = [v for v in step.values() if v.op in ("past", "input")]
    return TreeForward(
        step,
        raw,
        step.kept,
        tuple(v for v in leaves if "." in v.name),
        tuple(v for v in leaves if "." not in v.name),
        used(step, derived),
    )


def _stored(make: Maker, step: Step) -> Step:
    """The step where no new state is a sum of products itself: not all of them reach every node,
    and the states of all nodes are read."""
    return Step({}, tuple(
        make("copy", v, size=v.size, name=v.name, number=position) if v.op == "products" else v
        for position, v in enumerate(step.kept)
    ))  # fmt: skip


def _translated(make: Maker, graph: Graph, node: Node, done: dict[Node, Value]) -> Value:
    if node.op == "input" or (node.op == "child" and node.name.endswith(".x")):
        return make("input", size=node.size, name=node.name)
    if node.op == "child":
        return make("past", size=node.size, name=node.name)
    args = tuple(done[a] for a in node.args)
    if node in graph.each:
        args = tuple(
            make("each", value) if domain(value) == NODE else value
            for value in args
        )  # fmt: skip
    if node.op == "matmul":
        weights = (matrix(graph, node),)
        return make("products", *args, size=node.size, name=node.name, weights=weights)
    return make(node.op, *args, size=node.size, name=node.name, shape=shape(node))


def tree_backward(forward: TreeForward) -> TreeBackward:
    """Reverse mode through a node; the leaves `seed` are the whole gradients of the new states."""
    return _Reverse(forward).run()


class _Reverse:
    def __init__(self, forward: TreeForward) -> None:
        self.forward, self.make = forward, Maker()
        self.given: dict[Value, list[Value]] = {}
        self.totals: list[tuple[str, Value]] = []
        self.deltas: dict[Value, Value] = {}

    def run(self) -> TreeBackward:
        for result in self.forward.results:
            seed = self.make("seed", size=result.size, name=f"{len(self.given)}")
            self._give(result, seed)
        values = self.forward.step.values()
        for value in reversed(values):
            if not value.leaf and value in self.given:
                self._through(value, self.make.sum(self.given[value]))
        leaves = (*self.forward.children, *self.forward.own)
        wanted = {leaf: self._gradient(leaf) for leaf in leaves if leaf in self.given}
        kept = (*self.deltas.values(), *wanted.values())
        raw = Step({}, kept, tuple(self.totals))
        own = Forward(self.forward.step, self.forward.raw, (), {})
        saved, replaced = with_saved(self.make, own, raw)
        final = joined(replaced)
        deltas = {d.source: d for d in final.values() if d.op == "delta" and d.source is not None}
        given = final.kept[len(self.deltas) :]
        return TreeBackward(final, raw, saved, dict(zip(wanted, given, strict=True)), deltas)

    def _gradient(self, leaf: Value) -> Value:
        """The whole gradient of a leaf, a value of its own."""
        total = self.make.sum(self.given[leaf])
        return self.make("copy", total, size=leaf.size, source=leaf)

    def _give(self, value: Value, gradient: Value) -> None:
        if value.op == "param":
            self.totals.append((value.name, gradient))
        elif value.op != "constant":
            self.given.setdefault(value, []).append(gradient)

    def _through(self, value: Value, gradient: Value) -> None:
        make = self.make
        if value.op in ("each", "total"):
            other = "total" if value.op == "each" else "each"
            self._give(value.args[0], make(other, gradient, size=value.size))
            return
        if value.op != "products":
            for arg, part in gradients(make, gradient, value):
                self._give(arg, part)
            return
        delta = make("delta", gradient, size=value.size, source=value)
        self.deltas[value] = delta
        for arg, own in zip(value.args, value.weights, strict=True):
            back = own._replace(transposed=not own.transposed)
            self._give(arg, make("products", delta, size=arg.size, weights=(back,)))
