"""Collects the program of the backward pass."""

from collections.abc import Sequence

from recurra.compiler.asked import without
from recurra.compiler.backends.numba.chain.blocks import Block
from recurra.compiler.backends.numba.chain.collect import Collector
from recurra.compiler.backends.numba.machine.jobs import Job
from recurra.compiler.backends.numba.program.panels import Binding
from recurra.compiler.statements import ColumnGradient, MatrixGradient, TotalGradient
from recurra.compiler.step import Value


def collect_backward(
    collector: Collector,
    received: Sequence[bool],
    wanted: Sequence[bool],
    blocks: Sequence[Block],
    divided: bool,
) -> None:
    """All stages from the arriving gradients to those of all inputs, states and weights.

    received: of output and final states, whether a gradient arrives; wanted: which inputs need one;
    blocks: in which parameters' gradients are added up; divided: whether the loops go by them, too.
    """
    names = zip(collector.plan.graph.inputs, wanted, strict=True)
    collector.own = without(collector.own, [n.name for n, w in names if not w])
    collector.clear_gradients()  # before the mark: run again for more steps, gradients add up
    collector.prepare()
    collector.enter_states()
    _carried(collector, received)
    sums = _Sums(collector, len(blocks))
    collector.lasts()
    last_first = blocks[::-1]
    for some in [[block] for block in last_first] if divided else [last_first]:
        if divided:
            collector.block(*some[0])
        collector.enter_inputs()
        _arrive(collector, received)
        _place_inputs(collector, wanted)
        collector.loops()
        _leave_inputs(collector, wanted)
        sums.add([collector.narrowed(*block) for block in some])
    for state in collector.plan.forward.states:
        later = collector.buffer(collector.own.find("later", state.name))
        units = collector.sized.sizes[state.size]
        target = Binding(collector.base[f"d_state {state.name}"], 0, units * collector.sized.item)
        collector.copy(later, target, units, units, collector.rows.batch, targets=collector.order)
    sums.grow()


def _gradient_of(collector: Collector, name: str) -> str:
    """The buffer of an input's gradient; empty where no equation reads the input."""
    buffers = collector.buffers.items()
    return next((n for n, b in buffers if (b.role, b.of) == ("gradient", name)), "")


def _arrive(collector: Collector, received: Sequence[bool]) -> None:
    """Gradients of the output as rows."""
    sized, first = collector.sized, 0
    for number in collector.plan.graph.output:
        state = collector.plan.forward.states[number]
        if collector.own.has("seed", state.name):  # else nothing depends on what arrives
            _seed(collector, state, received[0], first)
        first += sized.sizes[state.size]


def _carried(collector: Collector, received: Sequence[bool]) -> None:
    """Gradients of the final states as the step after the last; sums over steps begin at zero."""
    sized, rows = collector.sized, collector.rows
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
        start = collector.first * stride + first * sized.item
        source = Binding(collector.base["d_output"], start, stride)
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
            base, stride = collector.base[f"d_input {node.name}"], units * sized.item
            collector.bindings[name] = Binding(base, collector.first * stride, stride)


def _leave_inputs(collector: Collector, wanted: Sequence[bool]) -> None:
    rows = collector.rows
    for node, wants in zip(collector.plan.graph.inputs, wanted, strict=True):
        units, base = collector.sized.sizes[node.size], f"d_input {node.name}"
        name = _gradient_of(collector, node.name)
        if wants and not name:  # no equation reads it
            stride = units * collector.sized.item
            target = Binding(collector.base[base], collector.first * stride, stride)
            collector.copy(None, target, 0, units, rows.steps * rows.across)
        elif wants and collector.buffer(name).base != collector.base[base]:
            collector.spread(name, base, units, units)


class _Sums:
    """Gradients of parameters: sums over rows, a block of steps after the other.

    Blocks may come one at a time or together: the same numbers are added in the same order.
    """

    def __init__(self, collector: Collector, blocks: int) -> None:
        self.collector, self.number = collector, 0  # of the block that comes next
        sized = collector.sized
        self.columns = {
            own: [collector.new(1, sized.padded(own.size)) for _ in range(blocks)]
            for own in collector.own.statements
            if isinstance(own, ColumnGradient)
        }

    def add(self, blocks: Sequence[Collector]) -> None:
        """Of matrices, and of each column the sum over each block."""
        jobs, work = list[Job](), 0
        for block in blocks:
            more, touched = _jobs(block)
            jobs += more
            work += touched
        self.collector.add_jobs(jobs, work)
        end = self.number + len(blocks)
        for own, sums in self.columns.items():
            columns = [
                (_column(block, own), block.count, into)
                for block, into in zip(blocks, sums[self.number : end], strict=True)
            ]
            width = self.collector.sized.padded(own.size)
            self.collector.sum_columns(columns, own.size, self.collector.rows.most * width)
        self.number = end

    def grow(self) -> None:
        """Gradients of vectors and numbers from the sums of the blocks, and from what loops have
        summed over the steps."""
        collector = self.collector
        for own in collector.own.statements:
            if isinstance(own, ColumnGradient):
                for sums in self.columns[own]:
                    collector.grow(own.parameter, sums, own.size)
            elif isinstance(own, TotalGradient):
                batch, width = collector.rows.batch, collector.sized.padded(own.size)
                column, work = _column(collector, own), collector.rows.most * width
                collector.sum(own.parameter, column, own.size, batch, work)


def _jobs(collector: Collector) -> tuple[list[Job], int]:
    """Gradients of matrices: large products over all rows; with them, gradients of vectors that are
    the sum of a column that these products read. And about how many numbers they touch."""
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
    return jobs, work


def _column(collector: Collector, own: ColumnGradient | TotalGradient) -> Binding:
    address, stride = collector.address(own.column, own.size)
    return Binding(*address, stride)
