"""Collects the program of the backward pass."""

from collections.abc import Sequence

from recurra.compiler.backends.numba.chain.collect import Collector
from recurra.compiler.backends.numba.program.jobs import Job
from recurra.compiler.backends.numba.program.panels import Where, Word
from recurra.compiler.layout import Place
from recurra.ir import ONE


def collect_backward(
    collector: Collector, received: Sequence[bool], wanted: Sequence[bool]
) -> None:
    """All stages from the arriving gradients to those of everything given.

    received: of output and final states, whether a gradient arrives; wanted: which inputs need one.
    """
    names = [n.name for n in collector.plan.graph.inputs]
    unwanted = frozenset(f"grad_{n}" for n, w in zip(names, wanted, strict=True) if not w)
    collector.clear_gradients()  # before the mark: run again for more steps, gradients add up
    collector.prepare(unwanted)
    collector.enter()
    _arrive(collector, received)
    _place_inputs(collector, wanted)
    collector.loops(unwanted)
    _leave_inputs(collector, wanted)
    for state in collector.plan.forward.states:
        later = collector.buffer(f"later_{state.name}")
        units = collector.sized.sizes[state.size]
        target = Where(collector.base[f"d_state {state.name}"], 0, units * collector.sized.item)
        collector.copy(later, target, units, units, collector.rows.batch, targets=collector.order)
    _vectors(collector, _matrices(collector))


def _arrive(collector: Collector, received: Sequence[bool]) -> None:
    """Gradients of the output as rows, of the final states as the step after the last."""
    sized, rows, first = collector.sized, collector.rows, 0
    for number in collector.plan.graph.output:
        state = collector.plan.forward.states[number]
        units, width = sized.sizes[state.size], sized.padded(state.size)
        name, source = f"seed_{state.name}", None
        if received[0]:
            stride = sized.output_width * sized.item
            source = Where(collector.base["d_output"], first * sized.item, stride)
        if source is not None and rows.order is None and units == width:
            collector.where[name] = source
        else:
            target = collector.where[name] = collector.new(rows.most, width)
            collector.copy(source, target, units, width, collector.total, collector.index)
        first += units
    for state, arrives in zip(collector.plan.forward.states, received[1:], strict=True):
        _later(collector, state.name, state.size, arrives)
    for _, name, size in collector.compiled.nest.totals:
        total = collector.where[name] = collector.new(rows.batch, sized.padded(size))
        collector.copy(None, total, 0, sized.padded(size), rows.batch)


def _later(collector: Collector, name: str, size: str, arrives: bool) -> None:
    units, width = collector.sized.sizes[size], collector.sized.padded(size)
    later, source = collector.buffer(f"later_{name}"), None
    if arrives:
        source = Where(collector.base[f"d_final {name}"], 0, units * collector.sized.item)
    for half in (0, later.half):
        target = Where(later.base, later.offset + half, later.stride)
        collector.copy(source, target, units, width, collector.rows.batch, collector.order)


def _place_inputs(collector: Collector, wanted: Sequence[bool]) -> None:
    """Gradients of inputs are formed where they are to be, if they fit there."""
    sized = collector.sized
    for node, wants in zip(collector.plan.graph.inputs, wanted, strict=True):
        units = sized.sizes[node.size]
        if wants and collector.rows.order is None and sized.padded(node.size) == units:
            base = collector.base[f"d_input {node.name}"]
            collector.where[f"grad_{node.name}"] = Where(base, 0, units * sized.item)


def _leave_inputs(collector: Collector, wanted: Sequence[bool]) -> None:
    for node, wants in zip(collector.plan.graph.inputs, wanted, strict=True):
        units, base = collector.sized.sizes[node.size], f"d_input {node.name}"
        if wants and collector.buffer(f"grad_{node.name}").base != collector.base[base]:
            collector.spread(f"grad_{node.name}", base, units, units)


def _matrices(collector: Collector) -> set[str]:
    """Gradients of matrices: large products over all rows. What is summed on the way: names of
    vectors whose gradient is the sum of a column that these products read."""
    plan, jobs, work = collector.plan, list[Job](), 0
    forward, summed = plan.training_nest.layout, set[str]()
    columns = {place: (name, size) for name, place, size in collector.compiled.nest.columns}
    for source, delta in plan.reverse.deltas.items():
        place, sums = collector.compiled.nest.layout.read[delta], None
        name, size = columns.pop(place, ("", ONE))
        if name and collector.numbers(name) == collector.sized.sizes.get(size):
            summed.add(name)
            sums = collector.parameter(name, "d_")
        for arg, matrix in zip(source.args, source.weights, strict=True):
            for at, stride, begin, count, _ in collector.parts(forward.read[arg], arg.size, True):
                left, row = collector.address(place, source.size, begin)
                jobs += collector.gradient_jobs(
                    matrix.name, matrix.blocks, Where(*left, row), Where(*at, stride), count, sums
                )
            sums = None  # once
            group, first, last = collector.sized.rows_of[matrix.name]
            work += collector.rows.most * (last - first) * collector.sized.columns[group] // 16
    collector.add_jobs(jobs, work)
    return summed


def _vectors(collector: Collector, summed: set[str]) -> None:
    """Gradients of vectors and numbers: sums over rows, in the order of the rows."""
    nest, sized = collector.compiled.nest, collector.sized
    for name, place, size in nest.columns:
        if name not in summed:
            _sum(collector, name, place, size, collector.count)
    for name, buffer, size in nest.totals:
        assert size == ONE or size in sized.sizes
        _sum(collector, name, Place(buffer), size, collector.rows.batch)


def _sum(collector: Collector, name: str, place: Place, size: str, rows: Word) -> None:
    at, stride = collector.address(place, size)
    work = collector.rows.most * collector.sized.padded(size)
    collector.sum(name, Where(*at, stride), size, rows, work)
