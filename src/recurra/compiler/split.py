"""What is computed when: once, for all steps at a time, or inside a loop over time.

Values of parameters alone are taken out of the step (`forward_step`). What remains is ordered by
level: each level is one loop over time, and matrix products whose operand is complete after a lower
level are done for all steps at a time between the loops, as large products. States that depend on
each other through time share a level; a state that others only read is a level of its own. Within
a level, stages order one step: products of a stage come first, then its elementwise part. What
needs a mean over units is a stage later than the mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recurra.compiler.step import ACROSS, REDUCTIONS, Maker, Matrix, Step, Value
from recurra.ir import ONE, Graph, Node


@dataclass(frozen=True)
class Forward:
    """The forward step of a graph."""

    step: Step
    raw: Step  # the same before sums of products were joined
    states: tuple[Value, ...]  # the leaves, in the order of the graph's states
    derived: dict[str, Node]  # values of parameters alone that the step uses, by their name in it


def constant_nodes(graph: Graph) -> set[Node]:
    """Nodes that depend on parameters and constants alone."""
    constant: set[Node] = set()
    for node in graph.nodes:
        if node.op not in ("input", "state", "child") and all(a in constant for a in node.args):
            constant.add(node)
    return constant


def forward_step(graph: Graph) -> Forward:
    """The graph as a step, with sums of products joined."""
    make, derived = Maker(), dict[Node, str]()
    constant = constant_nodes(graph)
    done: dict[Node, Value] = {}
    for node in graph.nodes:
        if node in constant:
            done[node] = of_parameters(make, node, derived)
        else:
            done[node] = _translated(make, graph, node, done)
    states = tuple(done[s] for s in graph.states)
    results = [
        make("copy", done[r], size=s.size, name=s.name) if _needs_copy(r, graph) else done[r]
        for s, r in zip(graph.states, graph.results, strict=True)
    ]
    raw = Step(dict(zip(states, results, strict=True)))
    step = joined(raw)
    return Forward(step, raw, states, used(step, derived))


def of_parameters(make: Maker, node: Node, derived: dict[Node, str]) -> Value:
    """A number, a parameter, or a value made of them alone, which gets a name in `derived`."""
    name = node.param
    if node.op not in ("constant", "bias", "vector", "scalar"):
        name = derived.setdefault(node, f"derived{len(derived)}")
    kind = "constant" if node.op == "constant" else "param"
    return make(kind, size=node.size, number=node.value, name=name)


def used(step: Step, derived: dict[Node, str]) -> dict[str, Node]:
    """The values of parameters alone that a step reads, by name."""
    read = {v.name for v in step.values() if v.op == "param"}
    return {name: n for n, name in derived.items() if name in read}


def _needs_copy(result: Node, graph: Graph) -> bool:
    plain = result.op in ("input", "state", "constant", "bias", "vector", "scalar", "matmul")
    return plain or result in constant_nodes(graph) or graph.results.count(result) > 1


MASKS = {"step": "mask", "sequence": "steady"}
LATE = "late"  # the name of a copy that is made in a later loop than what it is a copy of


def _translated(make: Maker, graph: Graph, node: Node, done: dict[Node, Value]) -> Value:
    args = tuple(done[a] for a in node.args)
    if node.op in ("input", "state"):
        op = MASKS[graph.masks[node.name]] if node.name in graph.masks else "input"
        return make("past" if node.op == "state" else op, size=node.size, name=node.name)
    if node.op == "matmul":
        return make(
            "products", *args, size=node.size, name=node.name, weights=(matrix(graph, node),)
        )
    return make(node.op, *args, size=node.size, name=node.name, shape=shape(node))


def matrix(graph: Graph, node: Node) -> Matrix:
    """The matrix of a product."""
    return Matrix(node.param, node.transposed, graph.param[node.param].blocks)


def shape(node: Node) -> tuple[int, ...]:
    """The settings of an operation across the units of a row."""
    if node.op == "slice":
        return (node.first, node.last)
    return (node.blocks,) if node.op in ACROSS else ()


def joined(step: Step) -> Step:
    """The step with each sum of several products as one value.

    Where such a sum is nothing but a gradient that goes to the step before, its other terms become
    the `base` that the products are added to.
    """
    make, uses, cycles = Maker(), step.uses(), cycle_of(step)
    leaf_of = {result: leaf for leaf, result in step.recurrences.items()}
    done: dict[Value, Value] = {}

    def terms(value: Value, top: bool) -> list[Value]:
        if value.op == "add" and (top or uses[value] == 1):
            return [t for a in value.args for t in terms(a, False)]
        return [value]

    def rebuilt(value: Value) -> Value:
        if value not in done:
            done[value] = rebuild(value)
        return done[value]

    def rebuild(value: Value) -> Value:
        if value.leaf:
            return value
        parts = terms(value, True)
        inner = [p for p in parts if p.op == "products" and uses[p] == 1 and p.base is None]
        if value.op != "add" or not inner:
            base = None if value.base is None else rebuilt(value.base)
            return make.again(value, tuple(rebuilt(a) for a in value.args), base)
        operands = tuple(rebuilt(a) for p in inner for a in p.args)
        weights = tuple(w for p in inner for w in p.weights)
        rest = [rebuilt(p) for p in parts if p not in inner]
        leaf = leaf_of.get(value)
        if (
            leaf is not None
            and leaf.op == "later"
            and uses[value] == 1
            and all(cycles.get(a, -1) == cycles.get(leaf, -2) for p in inner for a in p.args)
        ):
            base = make.sum(rest) if rest else None
            return make("products", *operands, size=value.size, weights=weights, base=base)
        product = make("products", *operands, size=value.size, weights=weights)
        return make.sum([product, *rest], value.name)

    new = Step(
        {leaf: rebuilt(value) for leaf, value in step.recurrences.items()},
        tuple(rebuilt(v) for v in step.kept),
        tuple((name, rebuilt(v)) for name, v in step.totals),
    )
    return _with_copies(make, new)


def _with_copies(make: Maker, step: Step) -> Step:
    """The step with a copy wherever a loop needs a value of its own: of what it carries but does
    not make (a large product), or what others read after it has gone on; of the `base` of a sum,
    which the sum's own loop puts there; of what it sums over the steps."""
    cycles, level, readers = cycle_of(step), schedule(step).level, step.readers

    def carried(leaf: Value, value: Value) -> Value:
        if leaf.op == "later" and any(level[r] != level[value] for r in readers.get(value, ())):
            return make("copy", value, size=leaf.size, source=leaf)
        if value.op != "products":
            return value
        if not all(cycles.get(a, -1) == cycles.get(leaf, -2) for a in value.args):
            return make("copy", value, size=leaf.size, source=leaf)
        base = value.base
        if base is None or (_elementwise(base) and level[base] == level[value]):
            return value
        base = make("copy", base, size=value.size, name=LATE, source=value.base)
        return make.again(value, value.args, base)

    def summed(value: Value) -> Value:
        kept = any(r.op == "delta" for r in readers.get(value, ()))
        if value.op == "delta" or kept or _elementwise(value):
            return value
        return make("copy", value, size=value.size, source=value)

    recurrences = {leaf: carried(leaf, value) for leaf, value in step.recurrences.items()}
    totals = tuple((name, summed(value)) for name, value in step.totals)
    return _handed_on(make, Step(recurrences, step.kept, totals))


def _elementwise(value: Value) -> bool:
    """Whether a loop over units computes it."""
    return not value.leaf and value.op not in ("products", *ACROSS)


def _handed_on(make: Maker, step: Step) -> Step:
    """The step in which a later loop reads no state that an earlier loop carries: by then that
    holds the last step. It reads a copy that is kept at every step."""
    level, readers = schedule(step).level, step.readers
    copies = {
        leaf: make("copy", leaf, size=leaf.size, name=leaf.name, source=leaf)
        for leaf in step.recurrences
        if leaf.op == "later" and any(level[r] > level[leaf] for r in readers.get(leaf, ()))
    }
    if not copies:
        return step
    done: dict[Value, Value] = dict(copies)

    def replaced(value: Value) -> Value:
        if value not in done:
            base = None if value.base is None else replaced(value.base)
            args = tuple(replaced(a) for a in value.args)
            done[value] = value if value.leaf else make.again(value, args, base)
        return done[value]

    return Step(
        {leaf: replaced(v) for leaf, v in step.recurrences.items()},
        tuple(replaced(v) for v in step.kept),
        tuple((name, replaced(v)) for name, v in step.totals),
    )


def cycle_of(step: Step) -> dict[Value, int]:
    """For each value that depends on itself through time, the number of its cycle."""
    after = {v: list(others) for v, others in step.readers.items()}
    before = {v: list(v.needs) for v in step.readers}
    for leaf, result in step.recurrences.items():
        after.setdefault(leaf, [])
        after[result].append(leaf)
        before.setdefault(leaf, []).append(result)
    cycle: dict[Value, int] = {}
    for number, leaf in enumerate(step.recurrences):
        if leaf not in cycle:
            for value in _reached(leaf, after) & _reached(leaf, before):
                cycle[value] = number
    return cycle


def _reached(start: Value, edges: Mapping[Value, Sequence[Value]]) -> set[Value]:
    """Where edges lead from a value, to itself only if they do."""
    reached: set[Value] = set()
    stack = list(edges[start])
    while stack:
        value = stack.pop()
        if value not in reached:
            reached.add(value)
            stack.extend(edges[value])
    return reached


@dataclass(frozen=True)
class Schedule:
    """When each value is computed: the number of its loop, 0 for what is there before all loops,
    and its stage within a step."""

    level: dict[Value, int]
    stage: dict[Value, int]

    def at(self, value: Value) -> tuple[int, int]:
        """Loop and stage."""
        return self.level[value], self.stage.get(value, 0)

    def inside(self, value: Value, operand: Value) -> bool:
        """Whether a product with this operand happens inside the loop of the sum."""
        return self.level[operand] == self.level[value]


def schedule(step: Step) -> Schedule:
    """Levels by relaxation, then stages."""
    values, cycles = step.values(), cycle_of(step)
    level = {v: 0 if v.leaf else 1 for v in (*values, *step.recurrences)}
    edges = [(v, a, _beyond(v, a, cycles)) for v in values if not v.leaf for a in v.needs]
    late = [v for v in values if v.base is not None and v.base.name == LATE]
    changed = True
    while changed:
        before = dict(level)
        for value, other, beyond in edges:
            level[value] = max(level[value], level[other] + beyond)
        for leaf, result in step.recurrences.items():
            level[leaf] = max(1, level[result])
        last: dict[int, int] = {}
        for value, cycle in cycles.items():
            last[cycle] = max(last.get(cycle, 0), level[value])
        for value, cycle in cycles.items():
            level[value] = last[cycle]
        for value in late:
            assert value.base is not None
            level[value.base] = level[value]
        changed = level != before
    stage: dict[Value, int] = {}
    for value in values:
        if not value.leaf:
            stage[value] = _stage(value, level, stage)
    return Schedule(level, stage)


def _beyond(value: Value, other: Value, cycles: Mapping[Value, int]) -> int:
    """By how many levels a value is later than what it needs: one where it is a large product."""
    apart = cycles.get(value, -1) != cycles.get(other, -2)
    return int(value.op == "products" and other is not value.base and apart)


def _stage(value: Value, level: dict[Value, int], stage: dict[Value, int]) -> int:
    own = [a for a in value.needs if level[a] == level[value]]
    if value.op != "products":
        return max((stage.get(a, 0) + _waits(value, a) for a in own), default=0)
    return max((0 if a.leaf else stage[a] + 1 for a in own), default=0)


def _waits(value: Value, other: Value) -> bool:
    """Whether a value needs what is known only after all units of a row have been gone through."""
    spread = other.size == ONE and value.size != ONE
    across = other.op in ACROSS or value.op in ACROSS
    return not other.leaf and (other.op in REDUCTIONS or spread or across)
