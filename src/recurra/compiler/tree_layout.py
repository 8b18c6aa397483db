"""Where the values of a node of a tree lie, and when they are computed within a level.

A buffer has a row for each node, or for each child's slot ("edge"), of the whole forest, levels
one after the other. Within a level, phases follow each other: the products of a phase, whose
operands are complete, then its elementwise part. Products of inputs with matrices come before all
levels, gradients of inputs after them. The first product of a sum overwrites what is there, so that
only rows have to be cleared that it leaves out and that are read all the same (`Buffer.clear`).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from recurra.compiler.loops import over
from recurra.compiler.statements import (
    BOTH,
    PASS,
    Accumulate,
    Across,
    Block,
    Buffer,
    ColumnGradient,
    HandOver,
    LevelLoop,
    Load,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Packed,
    Pass,
    Place,
    RowLoop,
    Store,
    next_of,
)
from recurra.compiler.step import ACROSS, REDUCTIONS, Matrix, Step, Value
from recurra.compiler.tree_step import EDGE, NODE, TreeBackward, TreeForward, domain
from recurra.compiler.units import Units
from recurra.ir import ONE, Graph

# what reads other rows or all units
APART = frozenset({"products", "each", "total", *ACROSS})


@dataclass
class TreeLayout:
    """Places of all values of a step.

    `clear` of a buffer says which rows are zero before: "absent" children, "leaves", "inner" nodes,
    "inputs": those up to the last that has an input, "beyond": those after it, "all".
    """

    step: Step
    backward: bool
    before: dict[str, Buffer] = field(default_factory=dict)  # of the forward pass
    buffers: dict[str, Buffer] = field(default_factory=dict)
    read: dict[Value, Place] = field(default_factory=dict)
    written: dict[Value, Place] = field(default_factory=dict)
    apart: list[MultiplyAll] = field(default_factory=list)  # before or after all levels
    body: list[Multiply | RowLoop] = field(default_factory=list)  # of a level

    @cached_property
    def all(self) -> dict[str, Buffer]:
        """All buffers of this pass and the one before; to be read when the layout is complete."""
        return {**self.before, **self.buffers}

    @property
    def all_now(self) -> dict[str, Buffer]:
        """The same while it is being made."""
        return {**self.before, **self.buffers}

    def add(self, name: str, buffer: Buffer) -> str:
        """A buffer under this name, with a number added if that is taken."""
        own, number = name, 1
        while own in self.buffers or own in self.before:
            number += 1
            own = f"{name}_{number}"
        self.buffers[own] = buffer
        return own

    def find(self, role: str, of: str) -> str:
        """The buffer of this pass of that role that belongs to an input or state; "" for none."""
        try:
            return next_of(self.buffers, role, of)
        except KeyError:
            return ""

    def new(self, name: str, buffer: Buffer, *values: Value) -> Place:
        """A buffer, where values lie."""
        place = Place(self.add(name, buffer))
        for value in values:
            self.read[value] = place
            if not value.leaf:
                self.written[value] = place
        return place


def forward_layout(graph: Graph, forward: TreeForward, saved: tuple[Value, ...]) -> TreeLayout:
    """Places of the forward pass."""
    layout = TreeLayout(forward.step, False)
    for leaf in forward.children:
        _slots(layout, graph, leaf, "slot")
    for leaf in forward.own:
        layout.new("input", Buffer("input", BOTH, leaf.size, 1, leaf.name, NODE), leaf)
    for state, result in zip(graph.states, forward.results, strict=True):
        clear = "leaves" if graph.at_leaves else ""
        buffer = Buffer("state", BOTH, state.size, 1, state.name, NODE, clear)
        layout.new(f"state_{state.name}", buffer, result)
    for number, value in enumerate(saved):
        if value not in layout.read and value.op != "products":
            layout.new(_named("kept", value, number), _own(layout, value, "kept"), value)
    early = {(v, a) for v in forward.step.values() if v.op == "products" for a in v.args
             if a.op == "input"}  # fmt: skip
    finished = _finished(layout, graph, early)
    for leaf in forward.own:
        name = finished.find("input", leaf.name)
        clear = "absent" if _input_is_read(finished) else "inputs"
        finished.buffers[name] = replace(finished.buffers[name], clear=clear)
    return finished


def _input_is_read(layout: TreeLayout) -> bool:
    """Whether the equations use inputs without a matrix: then every row is read."""
    values = [v for v in layout.step.values() if v.op != "products"]
    return any(a.op == "input" and "." not in a.name for v in values for a in v.args)


def backward_layout(graph: Graph, forward: TreeLayout, backward: TreeBackward) -> TreeLayout:
    """Places of the backward pass; what the forward pass kept lies where it was."""
    layout = TreeLayout(backward.step, True, forward.buffers)
    for leaf in backward.step.values():
        if leaf.op in ("past", "input", "now"):
            source = leaf.source if leaf.op == "now" else _same(leaf, forward)
            assert source is not None
            layout.read[leaf] = forward.read[source]
        elif leaf.op == "seed":
            state = graph.states[int(leaf.name)]
            buffer = Buffer("seed", PASS, state.size, 1, state.name, NODE)
            layout.new(f"gradient_{state.name}", buffer, leaf)
    late = set[tuple[Value, Value]]()
    for leaf, gradient in backward.gradients.items():
        value = _direct(layout.step, gradient)
        if "." in leaf.name:
            place = _slots(layout, graph, leaf, "slot_gradient")
        else:
            place = layout.new("d_input", Buffer("gradient", PASS, leaf.size, 1, leaf.name, NODE))
        layout.written[value] = layout.read[value] = place
        if value.op == "products" and leaf.op == "input":
            late |= {(value, arg) for arg in value.args}
    for name, buffer in layout.buffers.items():  # nobody writes to the slots of some children
        columns = {p.column for p in layout.written.values() if p.buffer == name}
        if buffer.role == "slot_gradient" and len(columns) < buffer.columns:
            layout.buffers[name] = replace(buffer, clear="all")
    for number, delta in enumerate(backward.deltas.values()):
        layout.new(f"delta_{number}", _own(layout, delta, "delta"), delta)
    for number, (_, value) in enumerate(backward.step.totals):
        if value not in layout.read and not any(d.args[0] is value for d in _deltas(layout)):
            layout.new(f"total_{number}", _own(layout, value, "total"), value)
    return _finished(layout, graph, late)


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


def _slots(layout: TreeLayout, graph: Graph, leaf: Value, role: str) -> Place:
    """What is handed between a node and its children: a column a child, or a row a child."""
    child, _, what = leaf.name.partition(".")
    number = graph.children.index(child)
    where = EDGE if child == "each" else NODE
    # gradients are written wherever they are read; so are states of children that are there
    partial = role == "slot" and (where == NODE or graph.at_leaves)
    name = layout.find(role, what)
    if not name:
        clear, lifetime = "absent" if partial else "", BOTH if role == "slot" else PASS
        buffer = Buffer(role, lifetime, leaf.size, len(graph.children), what, where, clear)
        name = layout.add(f"{'' if role == 'slot' else 'd_'}slots_{what}", buffer)
    place = Place(name, number)
    if role == "slot":
        layout.read[leaf] = place
    return place


def _own(layout: TreeLayout, value: Value, role: str) -> Buffer:
    lifetime = PASS if layout.backward else BOTH
    return Buffer(role, lifetime, value.size, 1, "", domain(value) or NODE)


def _named(kind: str, value: Value, number: int) -> str:
    """The name of a buffer: part of names in the printed text."""
    return f"{kind}_{value.name.replace('.', '_')}_{number}"


def _finished(layout: TreeLayout, graph: Graph, apart: set[tuple[Value, Value]]) -> TreeLayout:
    """Places for sums of products and for what crosses between loops; what a level does."""
    values = [v for v in layout.step.values() if not v.leaf]
    phase, prefix = _phase_of(values, apart), "d_" if layout.backward else ""
    for number, value in enumerate(values):
        if value.op == "products" and value not in layout.written:
            layout.new(f"{prefix}sum_{number}", _own(layout, value, "sum"), value)
    dropped = {v for v in values if v.op == "copy" and layout.written.get(v.args[0]) and
               v not in layout.written and v not in layout.read
               and not any(v in c.args for c in values)}  # fmt: skip
    values = [v for v in values if v not in dropped]
    _sink(layout, values, phase)
    for number, value in enumerate(values):
        crosses = any(
            c.op in APART or phase[c] != phase[value] or over(c) != over(value)
            for c in values if value in c.args
        )  # fmt: skip
        if (crosses or value.op in ACROSS) and value not in layout.read:
            own = _own(layout, value, "value")
            layout.new(_named(f"{prefix}value", value, number), own, value)
    terms: dict[int, list[Multiply]] = {}
    for value in (v for v in values if v.op == "products"):
        for term, outside in _terms(layout, graph, value, apart):
            if outside:
                layout.apart.append(MultiplyAll(term))
            else:
                terms.setdefault(phase[value], []).append(term)
    for number in range(max(phase.values(), default=0) + 1):
        layout.body += terms.get(number, ())
        layout.body += _rows(layout, [v for v in values if phase[v] == number])
    return layout


def _rows(layout: TreeLayout, values: list[Value]) -> list[RowLoop]:
    """The elementwise work of a phase, then the operations across units."""
    plain = [v for v in values if v.op not in ("products", *ACROSS)]
    loops = []
    for where, size in dict.fromkeys((domain(v) or NODE, over(v)) for v in plain):
        own = [v for v in plain if (domain(v) or NODE, over(v)) == (where, size)]
        stores = [(v, layout.written[v]) for v in own if v in layout.written]
        loops.append(RowLoop((Units(size, own, layout.read, stores).loop(),), where))
    for value in values:
        if value.op in ACROSS:
            [source] = value.args
            load = Load(layout.read[source], source.size, source)
            own_ = Across(value.op, load, layout.written[value], value.size, value.shape, value)
            loops.append(RowLoop((own_,), domain(value) or NODE))
    return loops


def _terms(
    layout: TreeLayout, graph: Graph, value: Value, apart: set[tuple[Value, Value]]
) -> list[tuple[Multiply, bool]]:
    """The products of a sum in the order in which they are added, and whether they are done
    outside of the levels; says which rows the first of them leaves to be cleared."""
    place, products = layout.written[value], list[tuple[Multiply, bool]]()
    target = layout.all_now[place.buffer]
    pairs = zip(value.args, value.weights, strict=True)
    for arg, matrix in sorted(pairs, key=lambda pair: (value, pair[0]) not in apart):
        outside = (value, arg) in apart
        operand = layout.read[arg]
        inner = absent(arg) or target.role == "slot_gradient"
        rows = "inner" if inner else "all"
        if outside:
            own = layout.all_now[operand.buffer].role == "input" or target.role == "gradient"
            rows = "inputs" if own else "inner" if graph.at_leaves else "all"
        packed = Packed((Block(matrix, 0, 0),), 1, 1)
        product = Multiply(operand, place, packed, bool(products), (value,), domain(value), rows)
        products.append((product, outside))
    if target.domain == NODE and target.role == "sum" and not graph.at_leaves:
        clear = {"inputs": "beyond", "inner": "leaves"}.get(products[0][0].rows, "")
        layout.buffers[place.buffer] = replace(target, clear=clear)
    return products


def _sink(layout: TreeLayout, values: list[Value], phase: dict[Value, int]) -> None:
    """What need not lie in memory is computed where it is used."""
    for value in reversed(values):
        readers = [c for c in values if value in c.args]
        free = value not in layout.written and value.op not in APART | REDUCTIONS
        if free and readers and all(c.op not in APART and over(c) == over(value) for c in readers):
            phase[value] = min(phase[c] for c in readers)


def absent(value: Value) -> bool:
    """Whether a value is zero at a node without children."""
    return value.op in ("past", "total")


def _phase_of(values: list[Value], apart: set[tuple[Value, Value]]) -> dict[Value, int]:
    phase: dict[Value, int] = {}
    for value in values:
        inside = [a for a in value.args if a in phase and (value, a) not in apart]
        phase[value] = max((phase[a] + _waits(value, a) for a in inside), default=0)
    return phase


def _waits(value: Value, other: Value) -> bool:
    """Whether a value can be computed only after another loop."""
    spread = other.size == ONE and value.size != ONE
    return value.op in APART or other.op in REDUCTIONS | ACROSS or spread


def program(
    graph: Graph, layout: TreeLayout, forward: TreeLayout | None = None,
    reverse: TreeBackward | None = None,
) -> Pass:  # fmt: skip
    """The program of a pass over a forest; of the backward pass, with the forward layout."""
    if forward is None or reverse is None:
        body = (*layout.body, *_hand_on(graph, layout))
        return Pass(False, layout.all, (*layout.apart, LevelLoop(False, body)))
    matrices = [
        _matrix(graph, layout, forward, (source, arg), matrix, layout.read[delta])
        for source, delta in reverse.deltas.items()
        for arg, matrix in zip(source.args, source.weights, strict=True)
    ]
    span = "inner" if graph.at_leaves else "all"
    columns = [
        ColumnGradient(name, place, v.size, v, layout.all[place.buffer].domain, span)
        for name, v in layout.step.totals
        for place in [place_of_total(layout, v)]
    ]
    loop = LevelLoop(True, (*_arrive(graph, layout), *layout.body))
    return Pass(True, layout.all, (loop, *matrices, *columns, *layout.apart))


def _matrix(
    graph: Graph, layout: TreeLayout, forward: TreeLayout, pair: tuple[Value, Value],
    matrix: Matrix, delta: Place,
) -> MatrixGradient:  # fmt: skip
    """The gradient of a matrix, over the rows where its operand is not zero."""
    source, arg = pair
    operand = forward.read[arg]
    given = layout.all[operand.buffer].role == "input"
    inner = absent(arg) or graph.at_leaves
    return MatrixGradient(
        matrix, delta, operand, source.size, arg.size, source, arg,
        domain=layout.all[delta.buffer].domain,
        span="inputs" if given else "inner" if inner else "all",
    )  # fmt: skip


def _hand_on(graph: Graph, layout: TreeLayout) -> list[RowLoop]:
    """New states go to the parents' slots."""
    stores = []
    for state in graph.states:
        slots, own = layout.find("slot", state.name), Place(layout.find("state", state.name))
        if slots:
            value = next(v for v, place in layout.written.items() if place == own)
            load = Load(own, state.size, value)
            stores.append(Store(Place(slots, row="slot"), state.size, load, value))
    return [RowLoop((HandOver(tuple(stores)),), NODE)] if stores else []


def _arrive(graph: Graph, layout: TreeLayout) -> list[RowLoop]:
    """Gradients come from the parents' slots."""
    adds = []
    for state in graph.states:
        slots, own = layout.find("slot_gradient", state.name), layout.find("seed", state.name)
        if slots and own:
            leaf = next(v for v, p in layout.read.items() if v.op == "seed" and p.buffer == own)
            load = Load(Place(slots, row="slot"), state.size, leaf)
            adds.append(Accumulate(Place(own), state.size, load, leaf))
    return [RowLoop((HandOver(tuple(adds)),), NODE)] if adds else []
