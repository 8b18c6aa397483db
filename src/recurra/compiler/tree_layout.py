"""Where the values of a node of a tree lie, and when they are computed within a level.

A buffer has a row for each node, or for each child's slot ("edge"), of the whole forest, levels
one after the other. Within a level, phases follow each other: the products of a phase, whose
operands are complete, then its elementwise part. Products of inputs with matrices come before all
levels, gradients of inputs after them. The first product of a sum overwrites what is there, so that
only rows have to be cleared that it leaves out and that are read all the same (`Buffer.clear`).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from recurra.compiler.layout import Place
from recurra.compiler.loops import Block, Product, over
from recurra.compiler.step import REDUCTIONS, Step, Value
from recurra.compiler.tree_step import EDGE, NODE, TreeBackward, TreeForward, domain
from recurra.ir import ONE, Graph

ACROSS = ("products", "each", "total")  # what reads other rows or all units


@dataclass(frozen=True)
class Buffer:
    """Columns of one size class."""

    domain: str
    size: str
    columns: int = 1
    clear: str = ""  # which rows are zero before: "absent" children, "leaves", "inner" nodes,
    # "inputs": those up to the last that has an input, "beyond": those after it


@dataclass(frozen=True)
class Term:
    """A product of rows of a domain."""

    product: Product
    domain: str
    rows: str  # "all", "inner": those with children, "inputs": up to the last that has an input


@dataclass(frozen=True)
class Loop:
    """Elementwise work on one size class in the rows of one domain."""

    domain: str
    size: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Phase:
    """Products, then elementwise work."""

    terms: tuple[Term, ...]
    loops: tuple[Loop, ...]


@dataclass
class TreeLayout:
    """Places of all values of a step."""

    step: Step
    before: dict[str, Buffer] = field(default_factory=dict)  # of the forward pass
    buffers: dict[str, Buffer] = field(default_factory=dict)
    read: dict[Value, Place] = field(default_factory=dict)
    written: dict[Value, Place] = field(default_factory=dict)
    apart: list[Term] = field(default_factory=list)  # before or after all levels
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
    def products(self) -> tuple[Product, ...]:
        """All matrix products."""
        inside = [t for phase in self.phases for t in phase.terms]
        return tuple(t.product for t in (*inside, *self.apart))

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
        layout.new("input", Buffer(NODE, leaf.size), leaf)
    for state, result in zip(graph.states, forward.results, strict=True):
        clear = "leaves" if graph.at_leaves else ""
        layout.new(f"state_{state.name}", Buffer(NODE, state.size, clear=clear), result)
    for number, value in enumerate(saved):
        if value not in layout.read and value.op != "products":
            layout.new(_named("kept", value, number), _own(value), value)
    early = {(v, a) for v in forward.step.values() if v.op == "products" for a in v.args
             if a.op == "input"}  # fmt: skip
    found = _finished(layout, graph, early, "")
    if "input" in found.buffers:
        clear = "absent" if _input_is_read(found) else "inputs"
        found.buffers["input"] = replace(found.buffers["input"], clear=clear)
    return found


def _input_is_read(layout: TreeLayout) -> bool:
    """Whether inputs stand in the equations but before a matrix: then every row is read."""
    values = [v for v in layout.step.values() if v.op != "products"]
    return any(a.op == "input" and "." not in a.name for v in values for a in v.args)


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
            place = layout.new("d_input", Buffer(NODE, leaf.size))
        layout.written[value] = layout.read[value] = place
        if value.op == "products" and leaf.op == "input":
            late |= {(value, arg) for arg in value.args}
    for number, delta in enumerate(backward.deltas.values()):
        layout.new(f"delta_{number}", _own(delta), delta)
    for number, (_, value) in enumerate(backward.step.totals):
        if value not in layout.read and not any(d.args[0] is value for d in _deltas(layout)):
            layout.new(f"total_{number}", _own(value), value)
    return _finished(layout, graph, late, "d_")


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
    # gradients are written wherever they are read; so are states of children that are there
    partial = kind == "slots" and (where == NODE or graph.at_leaves)
    clear = "absent" if partial else ""
    layout.buffers.setdefault(name, Buffer(where, leaf.size, len(graph.children), clear))
    place = Place(name, number)
    if kind == "slots":
        layout.read[leaf] = place
    return place


def _own(value: Value) -> Buffer:
    return Buffer(domain(value), value.size)


def _named(kind: str, value: Value, number: int) -> str:
    """The name of a buffer: part of names in the printed text."""
    return f"{kind}_{value.name.replace('.', '_')}_{number}"


def _finished(
    layout: TreeLayout, graph: Graph, apart: set[tuple[Value, Value]], prefix: str
) -> TreeLayout:
    """Places for sums of products and for what crosses between loops; the phases."""
    values = [v for v in layout.step.values() if not v.leaf]
    phase = _phase_of(values, apart)
    for number, value in enumerate(values):
        if value.op == "products" and value not in layout.written:
            layout.new(f"{prefix}sum_{number}", Buffer(domain(value), value.size), value)
    dropped = {v for v in values if v.op == "copy" and layout.written.get(v.args[0]) and
               v not in layout.written and v not in layout.read
               and not any(v in c.args for c in values)}  # fmt: skip
    values = [v for v in values if v not in dropped]
    _sink(layout, values, phase)
    for number, value in enumerate(values):
        crosses = any(
            c.op in ACROSS or phase[c] != phase[value]
            or over(c) != over(value)
            for c in values if value in c.args
        )  # fmt: skip
        if crosses and value not in layout.read:
            layout.new(_named(f"{prefix}value", value, number), _own(value), value)
    terms: dict[int, list[Term]] = {}
    for value in (v for v in values if v.op == "products"):
        for term, outside in _terms(layout, graph, value, apart):
            (layout.apart if outside else terms.setdefault(phase[value], [])).append(term)
    for number in range(max(phase.values(), default=0) + 1):
        own = [v for v in values if phase[v] == number and v.op != "products"]
        kinds = dict.fromkeys((domain(v), over(v)) for v in own)
        loops = [
            Loop(*kind, tuple(v for v in own if (domain(v), over(v)) == kind)) for kind in kinds
        ]
        layout.phases.append(Phase(tuple(terms.get(number, ())), tuple(loops)))
    return layout


def _terms(
    layout: TreeLayout, graph: Graph, value: Value, apart: set[tuple[Value, Value]]
) -> list[tuple[Term, bool]]:
    """The products of a sum in the order in which they are added, and whether they are done
    outside of the levels; says which rows the first of them leaves to be cleared."""
    place, found = layout.written[value], list[tuple[Term, bool]]()
    pairs = zip(value.args, value.weights, strict=True)
    for arg, matrix in sorted(pairs, key=lambda pair: (value, pair[0]) not in apart):
        outside = (value, arg) in apart
        operand = layout.read[arg]
        product = Product(operand, 1, place, 1, bool(found), (Block(matrix, 0, 0),))
        inner = absent(arg) or place.buffer.startswith("d_slots")
        rows = "inner" if inner else "all"
        if outside:
            own = "input" in (operand.buffer, place.buffer.removeprefix("d_"))
            rows = "inputs" if own else "inner" if graph.at_leaves else "all"
        found.append((Term(product, domain(value), rows), outside))
    buffer = layout.buffers[place.buffer]
    if buffer.domain == NODE and "sum_" in place.buffer and not graph.at_leaves:
        clear = {"inputs": "beyond", "inner": "leaves"}.get(found[0][0].rows, "")
        layout.buffers[place.buffer] = replace(buffer, clear=clear)
    return found


def _sink(layout: TreeLayout, values: list[Value], phase: dict[Value, int]) -> None:
    """What need not lie in memory is computed where it is wanted."""
    for value in reversed(values):
        readers = [c for c in values if value in c.args]
        free = value not in layout.written and value.op not in (*ACROSS, *REDUCTIONS)
        if free and readers and all(c.op not in ACROSS and over(c) == over(value) for c in readers):
            phase[value] = min(phase[c] for c in readers)


def absent(value: Value) -> bool:
    """Whether a value is zero at a node without children."""
    return value.op in ("past", "total")


def _phase_of(values: list[Value], apart: set[tuple[Value, Value]]) -> dict[Value, int]:
    found: dict[Value, int] = {}
    for value in values:
        inside = [a for a in value.args if a in found and (value, a) not in apart]
        found[value] = max((found[a] + _waits(value, a) for a in inside), default=0)
    return found


def _waits(value: Value, other: Value) -> bool:
    """Whether a value can be computed only after another loop."""
    spread = other.size == ONE and value.size != ONE
    return value.op in ACROSS or other.op in REDUCTIONS or spread
