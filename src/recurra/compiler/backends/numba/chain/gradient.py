"""Collects the program of the backward pass."""

from collections.abc import Sequence

from recurra.compiler.asked import without
from recurra.compiler.backends.numba.chain.collect import Collector
from recurra.compiler.backends.numba.machine.jobs import Job
from recurra.compiler.backends.numba.program.panels import Binding, Word
from recurra.compiler.statements import ColumnGradient, MatrixGradient, TotalGradient
from recurra.compiler.step import Value


def collect_backward(
    collector: Collector, received: Sequence[bool], wanted: Sequence[bool]
) -> None:
    """All stages from the arriving gradients to those of all inputs, states and weights.

    received: of output and final states, whether a gradient arrives; wanted: which inputs need one.
    """
    names = zip(collector.plan.graph.inputs, wanted, strict=True)
    collector.own = without(collector.own, [n.name for n, w in names if not w])
    collector.clear_gradients()  # before the mark: run again for more steps, gradients add up
    collector.prepare()
    collector.enter()
    _arrive(collector, received)
    _place_inputs(collector, wanted)
    collector.loops()
    _leave_inputs(collector, wanted)
    for state in collector.plan.forward.states:
        later = collector.buffer(collector.own.find("later", state.name))
        units = collector.sized.sizes[state.size]
        target = Binding(collector.base[f"d_state {state.name}"], 0, units * collector.sized.item)
        collector.copy(later, target, units, units, collector.rows.batch, targets=collector.order)
    _matrices(collector)
    _vectors(collector)


def _gradient_of(collector: Collector, name: str) -> str:
    """The buffer of an input's gradient; empty where no equation reads the input."""
    buffers = collector.buffers.items()
    return next((n for n, b in buffers if (b.role, b.of) == ("gradient", name)), "")


def _arrive(collector: Collector, received: Sequence[bool]) -> None:
    """Gradients of the output as rows, of the final states as the step after the last."""
    sized, rows, first = collector.sized, collector.rows, 0
    for number in collector.plan.graph.output:
        state = collector.plan.forward.states[number]
        if collector.own.has("seed", state.name):  # else nothing depends on what arrives
            _seed(collector, state, received[0], first)
        first += sized.sizes[state.size]
    for state, arrives in zip(collector.plan.forward.states, received[1:], strict=True):
        _later(collector, state.name, state.size, arrives)
    for name, buffer in collector.buffers.items():
        if buffer.role == "total":
            total = collector.bindings[name] = collector.new(rows.batch, sized.padded(buffer.size))
            collector.copy(None, total, 0, sized.padded(buffer.size), rows.batch)


def _seed(collector: Collector, state: Value, arrives: bool, first: int) -> None:
    """The gradient of a state's part of the output, which begins at a unit."""
    sized, source = collector.sized, None
    units, width = sized.sizes[state.size], sized.padded(state.size)
    name = collector.own.find("seed", state.name)
    if arrives:
        stride = sized.output_width * sized.item
        source = Binding(collector.base["d_output"], first * sized.item, stride)
    if source is not None and collector.rows.order is None and units == width:
        collector.bindings[name] = source
    else:
        target = collector.bindings[name] = collector.new(collector.rows.most, width)
        collector.copy(source, target, units, width, collector.total, collector.index)


def _later(collector: Collector, name: str, size: str, arrives: bool) -> None:
    units, width = collector.sized.sizes[size], collector.sized.padded(size)
    later, source = collector.buffer(collector.own.find("later", name)), None
    if arrives:
        source = Binding(collector.base[f"d_final {name}"], 0, units * collector.sized.item)
    for half in (0, later.half):
        target = Binding(later.base, later.offset + half, later.stride)
        collector.copy(source, target, units, width, collector.rows.batch, collector.order)


def _place_inputs(collector: Collector, wanted: Sequence[bool]) -> None:
    """Gradients of inputs are computed in their own tensors where rows lie there as in a buffer."""
    sized = collector.sized
    for node, wants in zip(collector.plan.graph.inputs, wanted, strict=True):
        units, name = sized.sizes[node.size], _gradient_of(collector, node.name)
        fits = collector.rows.order is None and sized.padded(node.size) == units
        if name and wants and fits:
            base = collector.base[f"d_input {node.name}"]
            collector.bindings[name] = Binding(base, 0, units * sized.item)


def _leave_inputs(collector: Collector, wanted: Sequence[bool]) -> None:
    rows = collector.rows
    for node, wants in zip(collector.plan.graph.inputs, wanted, strict=True):
        units, base = collector.sized.sizes[node.size], f"d_input {node.name}"
        name = _gradient_of(collector, node.name)
        if wants and not name:  # no equation reads it
            target = Binding(collector.base[base], 0, units * collector.sized.item)
            collector.copy(None, target, 0, units, rows.steps * rows.across)
        elif wants and collector.buffer(name).base != collector.base[base]:
            collector.spread(name, base, units, units)


def _matrices(collector: Collector) -> None:
    """Gradients of matrices: large products over all rows; with them, gradients of vectors that are
    the sum of a column that these products read."""
    jobs, work = list[Job](), 0
    for own in collector.own.statements:
        if not isinstance(own, MatrixGradient):
            continue
        sums = collector.parameter(own.sums, "d_") if own.sums else None
        for address, stride, begin, count, _ in collector.parts(own.operand, own.columns, True):
            left, row = collector.address(own.delta, own.rows, begin)
            jobs += collector.gradient_jobs(
                own.matrix, Binding(*left, row), Binding(*address, stride), count, sums
            )
        group, first, last = collector.sized.rows_of[own.matrix.name]
        work += collector.rows.most * (last - first) * collector.sized.columns[group] // 16
    collector.add_jobs(jobs, work)


def _vectors(collector: Collector) -> None:
    """Gradients of vectors and numbers: sums over rows, in the order of the rows."""
    for own in collector.own.statements:
        if isinstance(own, ColumnGradient):
            _sum(collector, own, collector.count)
        elif isinstance(own, TotalGradient):
            _sum(collector, own, collector.rows.batch)


def _sum(collector: Collector, own: ColumnGradient | TotalGradient, rows: Word) -> None:
    address, stride = collector.address(own.column, own.size)
    work = collector.rows.most * collector.sized.padded(own.size)
    collector.sum(own.parameter, Binding(*address, stride), own.size, rows, work)
