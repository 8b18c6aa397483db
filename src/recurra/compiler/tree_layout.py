"""Where the values of a node of a tree lie, and when they are computed within a level.

A buffer has a row for each node, or for each child's slot ("edge"), of the whole forest, levels
one after the other. Within a level, phases follow each other: the products of a phase, whose
operands are complete, then its elementwise part. Products of inputs with matrices come before all
levels, gradients of inputs after them.
"""

from dataclasses import dataclass, field
from functools import cached_property

from recurra.compiler.step import Matrix, Step, Value
from recurra.compiler.tree_step import EDGE, NODE, TreeBackward, TreeForward, domain
from recurra.ir import Graph


@dataclass(frozen=True)
class Buffer:
    """Columns of one size class."""

    domain: str
    size: str
    columns: int = 1
    zero: bool = False  # whether it must be cleared before


@dataclass(frozen=True)
class Place:
    """A column of a buffer."""

    buffer: str
    column: int = 0


@dataclass(frozen=True)
class Product:
    """result += operand times a matrix, for rows of a domain."""

    operand: Place
    result: Place
    matrix: Matrix
    domain: str
    inner: bool = False  # zero at nodes without children


@dataclass(frozen=True)
class Loop:
    """Elementwise work on one size class in the rows of one domain."""

    domain: str
    size: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Phase:
    """Products, then elementwise work."""

    products: tuple[Product, ...]
    loops: tuple[Loop, ...]


@dataclass
class TreeLayout:
    """Places of all values of a step."""

    step: Step
    before: dict[str, Buffer] = field(default_factory=dict)  # of the forward pass
    buffers: dict[str, Buffer] = field(default_factory=dict)
    read: dict[Value, Place] = field(default_factory=dict)
    written: dict[Value, Place] = field(default_factory=dict)
    apart: list[Product] = field(default_factory=list)  # before or after all levels
    phases: list[Phase] = field(default_factory=list)

    @cached_property
    def all(self) -> dict[str, Buffer]:
        """All buffers of this pass and the one before; to be read when the layout is complete."""
        return {**self.before, **self.buffers}

    @cached_property
    def params(self) -> tuple[Value, ...]:
        """The parameters that are read element by element."""
        return tuple(dict.fromkeys(v for v in self.step.values() if v.op == "param"))

    @cached_property
    def matrices(self) -> tuple[Matrix, ...]:
        """The matrices of all products."""
        inside = [p for phase in self.phases for p in phase.products]
        return tuple(dict.fromkeys(p.matrix for p in (*inside, *self.apart)))

    @cached_property
    def totals(self) -> tuple[tuple[str, Place], ...]:
        """Parameters whose gradient is the sum over a column's rows."""
        return tuple((name, place_of_total(self, value)) for name, value in self.step.totals)

    def new(self, name: str, buffer: Buffer, *values: Value) -> Place:
        """A buffer, where values lie."""
        self.buffers.setdefault(name, buffer)
        for value in values:
            self.read[value] = Place(name)
            if not value.leaf:
                self.written[value] = Place(name)
        return Place(name)


def forward_layout(graph: Graph, forward: TreeForward, saved: tuple[Value, ...]) -> TreeLayout:
    """Places of the forward pass."""
    layout = TreeLayout(forward.step)
    for leaf in forward.children:
        _slots(layout, graph, leaf, "slots")
    for leaf in forward.own:
        layout.new("input", Buffer(NODE, leaf.size, zero=True), leaf)
    for state, result in zip(graph.states, forward.results, strict=True):
        layout.new(f"state_{state.name}", Buffer(NODE, state.size, zero=graph.at_leaves), result)
    for number, value in enumerate(saved):
        if value not in layout.read and value.op != "products":
            layout.new(f"kept_{value.name or number}_{number}", _own(value), value)
    early = {(v, a) for v in forward.step.values() if v.op == "products" for a in v.args
             if a.op == "input"}  # fmt: skip
    return _finished(layout, early, "")


def backward_layout(graph: Graph, forward: TreeLayout, backward: TreeBackward) -> TreeLayout:
    """Places of the backward pass; what the forward pass kept lies where it was."""
    layout = TreeLayout(backward.step, forward.buffers)
    for leaf in backward.step.values():
        if leaf.op in ("past", "input", "now"):
            source = leaf.source if leaf.op == "now" else _same(leaf, forward)
            assert source is not None
            layout.read[leaf] = forward.read[source]
        elif leaf.op == "seed":
            state = graph.states[int(leaf.name)]
            layout.new(f"gradient_{state.name}", Buffer(NODE, state.size), leaf)
    late = set[tuple[Value, Value]]()
    for leaf, gradient in backward.gradients.items():
        value = _direct(layout.step, gradient)
        if "." in leaf.name:
            place = _slots(layout, graph, leaf, "d_slots")
        else:
            place = layout.new("d_input", Buffer(NODE, leaf.size, zero=True))
        layout.written[value] = layout.read[value] = place
        if value.op == "products" and leaf.op == "input":
            late |= {(value, arg) for arg in value.args}
    for number, delta in enumerate(backward.deltas.values()):
        layout.new(f"delta_{number}", _own(delta), delta)
    for number, (_, value) in enumerate(backward.step.totals):
        if value not in layout.read and not any(d.args[0] is value for d in _deltas(layout)):
            layout.new(f"total_{number}", _own(value), value)
    return _finished(layout, late, "d_")


def _deltas(layout: TreeLayout) -> list[Value]:
    return [v for v in layout.step.values() if v.op == "delta"]


def place_of_total(layout: TreeLayout, value: Value) -> Place:
    """Where a value lies whose sum over the rows is a parameter's gradient."""
    delta = next((d for d in _deltas(layout) if d.args[0] is value), value)
    return layout.read[delta]


def _same(leaf: Value, forward: TreeLayout) -> Value:
    return next(v for v in forward.read if v.leaf and v.name == leaf.name)


def _direct(step: Step, gradient: Value) -> Value:
    """The sum of products that a gradient is a copy of, where nothing else reads it."""
    inner = gradient.args[0]
    alone = inner.op == "products" and step.uses()[inner] == 1
    return inner if gradient.op == "copy" and alone else gradient


def _slots(layout: TreeLayout, graph: Graph, leaf: Value, kind: str) -> Place:
    """What is handed between a node and its children: a column a child, or a row a child."""
    child, _, what = leaf.name.partition(".")
    number = graph.children.index(child)
    where = EDGE if child == "each" else NODE
    name = f"{kind}_{what}"
    layout.buffers.setdefault(name, Buffer(where, leaf.size, len(graph.children), True))
    place = Place(name, number)
    if kind == "slots":
        layout.read[leaf] = place
    return place


def _own(value: Value) -> Buffer:
    return Buffer(domain(value), value.size)


def _finished(layout: TreeLayout, apart: set[tuple[Value, Value]], prefix: str) -> TreeLayout:
    """Places for sums of products and for what crosses between loops; the phases."""
    values = [v for v in layout.step.values() if not v.leaf]
    phase = _phase_of(values, apart)
    for number, value in enumerate(values):
        if value.op == "products" and value not in layout.written:
            buffer = Buffer(domain(value), value.size, zero=True)
            layout.new(f"{prefix}sum_{number}", buffer, value)
    dropped = {v for v in values if v.op == "copy" and layout.written.get(v.args[0]) and
               v not in layout.written and v not in layout.read}  # fmt: skip
    values = [v for v in values if v not in dropped]
    _sink(layout, values, phase)
    for number, value in enumerate(values):
        crosses = any(
            c.op in ("products", "each", "total") or phase[c] != phase[value]
            for c in values if value in c.args
        )  # fmt: skip
        if crosses and value not in layout.read:
            layout.new(f"{prefix}value_{value.name}_{number}", _own(value), value)
    products: dict[int, list[Product]] = {}
    for value in (v for v in values if v.op == "products"):
        for arg, matrix in zip(value.args, value.weights, strict=True):
            place = layout.written[value]
            inner = _absent(arg) or place.buffer.startswith("d_slots")
            made = Product(layout.read[arg], place, matrix, domain(value), inner)
            if (value, arg) in apart:
                layout.apart.append(made)
            else:
                products.setdefault(phase[value], []).append(made)
    for number in range(max(phase.values(), default=0) + 1):
        own = [v for v in values if phase[v] == number and v.op != "products"]
        kinds = dict.fromkeys((domain(v), v.size) for v in own)
        loops = [
            Loop(*kind, tuple(v for v in own if (domain(v), v.size) == kind)) for kind in kinds
        ]
        layout.phases.append(Phase(tuple(products.get(number, ())), tuple(loops)))
    return layout


def _sink(layout: TreeLayout, values: list[Value], phase: dict[Value, int]) -> None:
    """What need not lie in memory is computed where it is wanted."""
    for value in reversed(values):
        readers = [c for c in values if value in c.args]
        free = value not in layout.written and value.op not in ("products", "each", "total")
        if free and readers and all(c.op not in ("products", "each", "total") for c in readers):
            phase[value] = min(phase[c] for c in readers)


def _absent(value: Value) -> bool:
    """Whether a value is zero at a node without children."""
    return value.op in ("past", "total")


def _phase_of(values: list[Value], apart: set[tuple[Value, Value]]) -> dict[Value, int]:
    found: dict[Value, int] = {}
    for value in values:
        waits = 1 if value.op in ("products", "each", "total") else 0
        inside = [a for a in value.args if a in found and (value, a) not in apart]
        found[value] = max((found[a] + waits for a in inside), default=0)
    return found
