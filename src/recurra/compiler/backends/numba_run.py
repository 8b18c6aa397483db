"""Runs compiled loop nests: memory for buffers, packed weights, tables, calls of kernels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba_memory import taken
from recurra.compiler.backends.numba_plan import Compiled, Plan
from recurra.compiler.backends.numba_rows import Rows
from recurra.compiler.backends.numba_text import packed_name
from recurra.compiler.backends.numba_threads import launch
from recurra.compiler.layout import Buffer, Place
from recurra.compiler.loops import Product
from recurra.compiler.slices import slices
from recurra.ir import ONE


class Sized:
    """A plan with numbers for its size classes."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int]) -> None:
        self.plan, self.sizes = plan, dict(sizes)
        self.padded = {name: plan.library.padded(units) for name, units in sizes.items()}
        self.rows_of = {
            name: (group.name, *ends)
            for group in plan.graph.groups
            for name, ends in slices(plan.graph, group, sizes).items()
        }
        self.derived = {name: n for n, name in enumerate(plan.forward.derived)}


@dataclass(frozen=True)
class Problem:
    """What a sequence is run on."""

    sized: Sized
    inputs: Sequence[Tensor]  # [T, B, width]
    states: Sequence[Tensor]  # [B, units]
    weights: Mapping[str, Tensor]
    derived: Sequence[Tensor]
    rows: Rows

    @property
    def plan(self) -> Plan:
        """The compiled graph."""
        return self.sized.plan

    @property
    def sizes(self) -> Mapping[str, int]:
        """Units of each size class."""
        return self.sized.sizes

    def padded(self, size: str) -> int:
        """Numbers in a column of a size class."""
        return self.sized.padded[size]

    def width(self, buffer: Buffer) -> int:
        """Numbers between two rows of a buffer."""
        width = buffer.columns * self.padded(buffer.size)
        # rows 4 KiB apart would share few lines of the cache
        return width + 16 if width * self.plan.library.item % 4096 == 0 else width

    def shape(self, buffer: Buffer) -> tuple[int, ...]:
        """The shape of a buffer's memory."""
        rows, batch = self.rows.steps * self.rows.batch, self.rows.batch
        before = {"rows": (rows,), "batch": (batch,), "carry": (2, batch)}[buffer.kind]
        return (*before, self.width(buffer))

    def parameter(self, name: str) -> Tensor:
        """A part of a stored tensor, or a derived value."""
        if name in self.sized.derived:
            return self.derived[self.sized.derived[name]]
        group, first, last = self.sized.rows_of[name]
        return self.weights[group][first:last]

    def matrix(self, name: str) -> tuple[int, int, int]:
        """Address, rows and columns of a matrix, whose rows lie without gaps."""
        group, first, last = self.sized.rows_of[name]
        stored = self.weights[group]
        columns = stored.shape[1]
        return (
            stored.data_ptr() + first * columns * self.plan.library.item,
            last - first,
            columns,
        )


@dataclass
class Runner:
    """A nest with its memory."""

    problem: Problem
    compiled: Compiled
    memory: dict[str, Tensor] = field(default_factory=dict)
    packed: dict[str, Tensor] = field(default_factory=dict)

    def allocate(self) -> None:
        """Memory for every buffer that has none yet."""
        for name, buffer in self.compiled.nest.layout.buffers.items():
            if name not in self.memory:
                self.memory[name] = taken(self.problem.plan.dtype, *self.problem.shape(buffer))

    def enter(self) -> None:
        """Inputs as rows, starting states and parameters as padded vectors."""
        problem, forward = self.problem, self.problem.plan.forward
        for node, x in zip(problem.plan.graph.inputs, problem.inputs, strict=True):
            width = x.shape[2]
            if any(f"rows_in_{node.name}" in w for w in self.compiled.printed.words.values()):
                width = problem.padded(node.size)
            self.memory[f"in_{node.name}"] = problem.rows.gathered(x, width)
        for leaf, state in zip(forward.states, problem.states, strict=True):
            begin = self._padded(problem.rows.sorted(state), leaf.size)
            self.memory[f"begin_{leaf.name}"] = begin
            if self.compiled.nest.layout.buffers[leaf.name].kind == "carry":
                self.memory[leaf.name][1] = begin
        for name, size in self.compiled.params:
            vector = problem.parameter(name)[None]
            self.memory[f"param_{name.replace('.', '_')}"] = (
                vector.contiguous() if size == ONE else self._padded(vector, size)
            )

    def _padded(self, x: Tensor, size: str) -> Tensor:
        """Rows of whole vectors; x itself where it fits."""
        width = self.problem.padded(size)
        if x.shape[1] == width and x.is_contiguous():
            return x
        result = x.new_zeros(x.shape[0], width)
        result[:, : x.shape[1]] = x
        return result

    def run(self, unwanted: frozenset[str] = frozenset()) -> None:
        """All loops; large products into unwanted buffers are left out."""
        rows, library = self.problem.rows, self.problem.plan.library
        products = [p for p in self.compiled.products if p.target.buffer not in unwanted]
        library.pack([block for p in products for block in self._blocks(p)])
        offsets, cuts = rows.offsets, rows.cuts()
        for loop in self.compiled.nest.loops:
            for product in loop.large:
                if product.target.buffer not in unwanted:
                    self._large(product)
            if loop.number in self.compiled.kernels:
                words = self.compiled.printed.words[loop.number]
                start = [rows.steps, offsets.ctypes.data, library.product]
                table = np.array(start + [self._word(w) for w in words], dtype=np.int64)
                launch(self.compiled.kernels[loop.number], table, cuts)

    def _word(self, name: str) -> int:
        kind, _, rest = name.partition("_")
        item = self.problem.plan.library.item
        if kind == "units":
            return self.problem.sizes[rest]
        if kind == "padded":
            return self.problem.padded(rest)
        if kind == "packed":
            return self.packed[rest].data_ptr()
        if kind in ("begin", "param"):
            return self.memory[name].data_ptr()
        tensor = self.memory[rest]
        if kind == "rows":
            return tensor.data_ptr()
        return tensor.stride(0 if kind == "half" else -2) * item

    def _blocks(self, product: Product) -> list[tuple[int, ...]]:
        """What is to be packed for a product."""
        name = packed_name(product)
        if name in self.packed:
            return []
        problem, item = self.problem, self.problem.plan.library.item
        buffers = self.compiled.nest.layout.buffers
        left, target = buffers[product.operand.buffer].size, buffers[product.target.buffer].size
        wide = problem.padded(target)
        height = problem.sizes[left] if product.operands == 1 else problem.padded(left)
        shape = (product.operands * height, product.targets * wide)
        packed = self.packed[name] = taken(problem.plan.dtype, *shape)
        found: list[tuple[int, ...]] = []
        for block in product.blocks:
            address, _, columns = problem.matrix(block.weight)
            strides = (columns * item, item) if block.transposed else (item, columns * item)
            place = (block.operand * height, block.target * wide, height, wide)
            source = (address, *strides, problem.sizes[left], problem.sizes[target])
            found.append((*source, packed.data_ptr(), *place, *shape))
        return found

    def address(self, place: Place, size: str, row: int = 0) -> tuple[int, int]:
        """Where a column begins in a row, and the bytes between rows."""
        tensor, item = self.memory[place.buffer], self.problem.plan.library.item
        column = place.column * self.problem.padded(size)
        return tensor.data_ptr() + (row * tensor.stride(-2) + column) * item, tensor.stride(
            -2
        ) * item

    def parts(self, place: Place, size: str) -> list[tuple[int, int, int, int]]:
        """A column of all rows in adjacent pieces: address, bytes between rows, first row, count.

        The column at the step before begins with the starting states.
        """
        if not place.before:
            return [(*self.address(place, size), 0, self.problem.rows.count)]
        found = []
        for segment in self.problem.rows.segments:
            if segment.before < 0:
                at = self.address(Place(f"begin_{place.buffer}"), size)
            else:
                at = self.address(place, size, segment.before)
            found.append((*at, segment.first, segment.count))
        return found

    def _large(self, product: Product) -> None:
        packed, problem = self.packed[packed_name(product)], self.problem
        buffers = self.compiled.nest.layout.buffers
        left, target = buffers[product.operand.buffer].size, buffers[product.target.buffer].size
        for at, stride, first, count in self.parts(product.operand, left):
            place, between = self.address(product.target, target, first)
            problem.plan.library.rows_product(
                at, stride, packed.data_ptr(), place, between, count,
                packed.shape[0], packed.shape[1], product.add,
            )  # fmt: skip


def kept_names(plan: Plan) -> tuple[str, ...]:
    """Buffers of the forward pass that the backward pass reads."""
    buffers = plan.training_nest.layout.buffers
    return tuple(n for n, b in buffers.items() if b.kind == "rows" and not n.startswith("in_"))


def forward(problem: Problem, train: bool, own: bool) -> tuple[Tensor, list[Tensor], Runner]:
    """Output [T, B, width], final states [B, units], and the runner with its memory.

    own: the output may be the memory of its state.
    """
    plan, rows = problem.plan, problem.rows
    runner = Runner(problem, plan.training if train else plan.inference)
    runner.allocate()
    runner.enter()
    runner.run()
    outputs = [plan.forward.states[i] for i in plan.graph.output]
    parts = [rows.spread(runner.memory[s.name], problem.sizes[s.size]) for s in outputs]
    output = parts[0] if len(parts) == 1 else torch.cat(parts, -1)
    if not own and output.data_ptr() == runner.memory[outputs[0].name].data_ptr():
        output = output.clone()
    finals = []
    for state in plan.forward.states:
        memory, units = runner.memory[state.name], problem.sizes[state.size]
        if memory.dim() == 2:
            last = memory[rows.last, :units]
        else:
            lengths = np.full(rows.batch, rows.steps) if rows.lengths is None else rows.lengths
            half = torch.from_numpy((lengths - 1) & 1)
            last = memory[half, torch.arange(rows.batch), :units]
        finals.append(rows.unsorted(last))
    return _standing_alone(output.contiguous()), finals, runner


def _standing_alone(view: Tensor) -> Tensor:
    """The same memory as a tensor that is no view, so that a caller may change it in place."""
    place = (view.storage_offset(), view.shape, view.stride())
    return view.new_empty(0).set_(view.untyped_storage(), *place)


@dataclass(frozen=True)
class Gradients:
    """What comes out of the backward pass."""

    inputs: list[Tensor | None]
    states: list[Tensor]
    weights: dict[str, Tensor]
    derived: list[Tensor]


def backward(
    problem: Problem,
    kept: Mapping[str, Tensor],
    output: Tensor | None,
    finals: Sequence[Tensor | None],
    wanted: Sequence[bool],
) -> Gradients:
    """Gradients from those of the output and the final states; consumes what was kept."""
    plan, rows = problem.plan, problem.rows
    runner = Runner(problem, plan.backward, dict(kept))
    runner.enter()
    _seed(runner, output)
    for _, name, size in plan.backward.nest.totals:
        width = problem.padded(size) if size != ONE else plan.library.lanes
        runner.memory[name] = torch.zeros(rows.batch, width, dtype=problem.states[0].dtype)
    runner.allocate()
    for leaf, final in zip(plan.forward.states, finals, strict=True):
        later = runner.memory[f"later_{leaf.name}"]
        later[:] = 0 if final is None else runner._padded(rows.sorted(final), leaf.size)
    names = [n.name for n in plan.graph.inputs]
    left_out = {f"grad_{n}" for n, w in zip(names, wanted, strict=True) if not w}
    runner.run(frozenset(left_out))
    inputs = [
        rows.spread(runner.memory[f"grad_{n}"], x.shape[2]) if w else None
        for n, x, w in zip(names, problem.inputs, wanted, strict=True)
    ]
    states = [
        rows.unsorted(runner.memory[f"later_{s.name}"][0, :, : problem.sizes[s.size]].clone())
        for s in plan.forward.states
    ]
    weights = {name: torch.zeros_like(w) for name, w in problem.weights.items()}
    derived = [torch.zeros_like(d) for d in problem.derived]
    grown = Problem(problem.sized, (), (), weights, derived, rows)
    _matrices(runner, grown)
    _vectors(runner, grown)
    return Gradients(inputs, states, weights, derived)


def _seed(runner: Runner, output: Tensor | None) -> None:
    """The gradient of the output as rows, one buffer for each state in it."""
    problem, first = runner.problem, 0
    for number in problem.plan.graph.output:
        state = problem.plan.forward.states[number]
        units, width = problem.sizes[state.size], problem.padded(state.size)
        if output is None:
            zeros = torch.zeros(problem.rows.count, width, dtype=problem.states[0].dtype)
            runner.memory[f"seed_{state.name}"] = zeros
        else:
            part = output[..., first : first + units]
            runner.memory[f"seed_{state.name}"] = problem.rows.gathered(part, width)
        first += units


def _matrices(runner: Runner, grown: Problem) -> None:
    """Gradients of matrices: large products over all rows."""
    plan = runner.problem.plan
    forward, jobs = plan.training_nest.layout, []
    for source, delta in plan.reverse.deltas.items():
        place = runner.compiled.nest.layout.read[delta]
        for arg, (weight, _) in zip(source.args, source.weights, strict=True):
            result, units, columns = grown.matrix(weight)
            between = columns * plan.library.item
            for at, stride, first, count in runner.parts(forward.read[arg], arg.size):
                left = runner.address(place, source.size, first)
                jobs.append((*left, at, stride, result, between, count, units, columns))
    plan.library.transposed_products(jobs)


def _vectors(runner: Runner, grown: Problem) -> None:
    """Gradients of vectors and numbers: sums over rows, in the order of the rows."""
    nest, library = runner.compiled.nest, runner.problem.plan.library
    for name, place, size in nest.columns:
        width, units = runner.problem.padded(size), runner.problem.sizes[size]
        sums = torch.empty(width, dtype=runner.problem.states[0].dtype)
        at, stride = runner.address(place, size)
        library.column_sums(at, stride, runner.problem.rows.count, width, sums.data_ptr())
        _grow(grown.parameter(name), sums[:units])
    for name, buffer, size in nest.totals:
        units = 1 if size == ONE else runner.problem.sizes[size]
        sums = torch.from_numpy(np.add.reduce(runner.memory[buffer].numpy(), axis=0))
        _grow(grown.parameter(name), sums[:units])


def _grow(gradient: Tensor, sums: Tensor) -> None:
    """Add to a gradient; one number gathers all units."""
    gradient += sums.sum() if gradient.shape[0] == 1 else sums
