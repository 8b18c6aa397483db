"""Collects the program of a pass: where buffers lie, what is copied, packed, multiplied and run."""

import itertools
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property

from recurra.compiler.backends.numba.chain.plan import Compiled, Plan
from recurra.compiler.backends.numba.chain.rows import VARYING, Rows
from recurra.compiler.backends.numba.machine.memory import Arena
from recurra.compiler.backends.numba.program.assembly import Assembly, Sizes
from recurra.compiler.backends.numba.program.panels import Binding, Word
from recurra.compiler.backends.numba.program.program import ROWS, Program
from recurra.compiler.backends.numba.text import Word as Named
from recurra.compiler.statements import (
    BOTH,
    CARRY,
    OF_ROWS,
    Multiply,
    MultiplyAll,
    Place,
    TimeLoop,
)

_numbers = itertools.count()


class Sized(Sizes):
    """A plan with the sizes of a layer filled in."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int]) -> None:
        super().__init__(plan.graph, plan.library, sizes, plan.forward.derived, plan.lanes)
        self.plan = plan
        self.number = next(_numbers)  # no two are alike

    @cached_property
    def finals(self) -> list[str]:
        """Names of the final states' bases."""
        return [f"final {s.name}" for s in self.plan.forward.states]

    @cached_property
    def given(self) -> list[str]:
        """Names of the bases of inputs, starting states, weights and derived values."""
        return [
            *(f"input {n.name}" for n in self.plan.graph.inputs),
            *(f"state {s.name}" for s in self.plan.forward.states),
            *(f"weight {name}" for name in self.names),
            *(f"derived {name}" for name in self.derived),
        ]

    @cached_property
    def output_width(self) -> int:
        """Numbers in a row of the output."""
        states = self.plan.forward.states
        return sum(self.sizes[states[i].size] for i in self.plan.graph.output)

    @cached_property
    def output_is_memory(self) -> bool:
        """Whether the output may be the memory of its state, so that it need not be copied."""
        units = self.output_width
        return len(self.plan.graph.output) == 1 and self.width(1, units) == units

    @cached_property
    def steady(self) -> list[bool]:
        """Of each input, whether it is the same at every step."""
        graph = self.plan.graph
        return [graph.masks.get(node.name) == "sequence" for node in graph.inputs]

    @property
    def output_state(self) -> str:
        """The name of the (first) state that is put out."""
        return self.plan.forward.states[self.plan.graph.output[0]].name

    def width(self, columns: int, units: int) -> int:
        """Numbers between two rows of a buffer."""
        width = columns * self.padded_to(units)
        # rows 4 KiB apart would share few lines of the cache
        return width + 16 if width * self.item % 4096 == 0 else width

    def kept_rows(self, own: bool) -> dict[str, int]:
        """Buffers that the backward pass reads, with the bytes between their rows."""
        state = self.plan.chain.training.find("state", self.output_state)
        return {
            n: self.width(b.columns, self.sizes[b.size]) * self.item
            for n, b in self.plan.chain.training.buffers.items()
            if b.lifetime == BOTH and b.role != "input" and not (own and n == state)
        }

    @cached_property
    def bytes_of_a_row(self) -> int:
        """Bytes of workspace that one row takes in inference."""
        buffers = self.plan.chain.inference.buffers.values()
        return sum(
            self.width(b.columns, self.sizes[b.size]) * self.item
            for b in buffers
            if b.lifetime in OF_ROWS
        )

    def kept(self, rows: int, own: bool) -> Arena:
        """Memory that the backward pass reads, for a number of rows."""
        arena = Arena()
        for stride in self.kept_rows(own).values():
            arena.add(rows * stride)
        return arena


class Collector(Assembly):
    """One pass: a nest, its rows, and the bases that a call brings."""

    sized: Sized

    def __init__(self, sized: Sized, compiled: Compiled, rows: Rows, bases: Sequence[str]) -> None:
        self.varying = rows.lengths is not None
        super().__init__(sized, (*bases, *VARYING) if self.varying else bases)
        self.compiled, self.rows, self.plan = compiled, rows, sized.plan
        self.own, self.buffers = compiled.own, compiled.own.buffers
        self.starts: dict[str, Binding] = {}  # by a state's buffer: where the starting state lies
        self.begin = self.starts  # the same, or the states before a block
        self.kept_whole: dict[str, Binding] = {}  # what is kept, of all steps
        self.lasting: dict[str, Binding] = {}  # the same for all blocks
        self.first, self.low, self.high = 0, 0, 0  # row; memory of blocks: its begin, its end
        self.gathered: dict[Place, Binding] = {}  # columns of the step before
        # the number of rows, as a stage's range and as a word; lists of rows, 0: as they come
        self.total = ROWS if self.varying else rows.count
        self.count = self.runtime("count", rows.count)
        self.index, self.order = self.runtime("index"), self.runtime("order")
        # buffers that a loop reads
        self.read = {
            w.of for words in compiled.printed.words.values() for w in words if w.kind == "rows"
        }

    def runtime(self, name: str, otherwise: int = 0) -> Word:
        """The word of a value that depends on lengths; `otherwise` where all lengths are equal."""
        return (self.base[name], 0) if self.varying else otherwise

    def cutting(self, rows: int, numbers: int) -> tuple[int, int]:
        """As `Assembly.cutting`, for the most rows that there can be."""
        return super().cutting(self.rows.most if rows == ROWS else rows, numbers)

    def buffer(self, name: str) -> Binding:
        """The memory of a buffer of the layout."""
        if name not in self.bindings:
            buffer = self.buffers[name]
            width = self.sized.width(buffer.columns, self.sized.sizes[buffer.size])
            count = self.rows.most if buffer.lifetime in OF_ROWS else self.rows.batch
            self.bindings[name] = self.new(count, width, buffer.lifetime == CARRY)
        return self.bindings[name]

    def place_kept(self, arena: Arena, own: bool) -> None:
        """Buffers for the backward pass, and the output where it is the memory of its state."""
        if own:
            stride = self.sized.output_width * self.sized.item
            name = self.own.find("state", self.sized.output_state)
            self.kept_whole[name] = Binding(self.base["output"], 0, stride)
        for (first, _), (name, stride) in zip(
            arena.used, self.sized.kept_rows(own).items() if arena.used else (), strict=True
        ):
            self.kept_whole[name] = Binding(self.base["kept"], first, stride)
        self.bindings |= self.kept_whole

    def lasts(self) -> None:
        """What has a place so far keeps it in all blocks."""
        self.lasting, self.low = self.bindings.copy(), self.scratch.size

    def block(self, first: int, steps: int) -> None:
        """Goes on with these steps; memory of the block before is used again."""
        self._take(first, steps)
        self.high, self.scratch.size = max(self.high, self.scratch.size), self.low
        kept = {n: b.from_row(self.first) for n, b in self.kept_whole.items()}
        self.bindings = self.lasting | kept

    def narrowed(self, first: int, steps: int) -> "Collector":
        """The rows of these steps, of those that were collected."""
        if steps == self.rows.steps:
            return self
        own, before = copy(self), self.first
        own._take(first, steps)
        own.bindings = {
            n: b.from_row(own.first - before) if self.buffers[n].lifetime in OF_ROWS else b
            for n, b in self.bindings.items()
        }
        return own

    def _take(self, first: int, steps: int) -> None:
        """Goes on with these rows; all states are kept, so what comes before them is there."""
        self.rows, self.first = Rows(steps, self.rows.batch), first * self.rows.batch
        self.total = self.count = self.rows.count
        if first:
            row = self.first - self.rows.batch
            self.begin = {n: self.kept_whole[n].from_row(row) for n in self.starts}
        else:
            self.begin = self.starts

    def finished(self) -> tuple[Arena, Program]:
        self.scratch.size = max(self.high, self.scratch.size)
        return super().finished()

    def prepare(self) -> None:
        """Stages that depend only on weights; first, so that rows do not change their addresses."""
        for name, size in self.own.parameters:
            self.enter_parameter(name, size)
        self.pack(self.own.products)
        self.program.mark()

    def enter_inputs(self) -> None:
        """Inputs as rows."""
        for node, steady in zip(self.plan.graph.inputs, self.sized.steady, strict=True):
            name = self.own.input(node.name)
            if name and steady:
                self.bindings[name] = self._of_sequences(f"input {node.name}", node.size)
            elif name:
                self._enter_input(name, node.name, node.size)

    def enter_states(self) -> None:
        """Starting states."""
        for leaf in self.plan.forward.states:
            name = self.own.find("state", leaf.name)
            begin = self.starts[name] = self._of_sequences(f"state {leaf.name}", leaf.size)
            if self.buffers[name].lifetime == CARRY:
                own, width = self.buffer(name), self.sized.padded(leaf.size)
                half = Binding(own.base, own.offset + own.half, own.stride)
                self.copy(begin, half, width, width, self.rows.batch)

    def _enter_input(self, name: str, of: str, size: str) -> None:
        units, base = self.sized.sizes[size], self.base[f"input {of}"]
        width = self.sized.padded(size) if name in self.read else units
        flat = Binding(base, 0, units * self.sized.item).from_row(self.first)
        if self.rows.order is None and width == units:
            self.bindings[name] = flat
            return
        gathered = self.bindings[name] = self.new(self.rows.most, width)
        self.copy(flat, gathered, units, width, self.total, self.index)

    def _of_sequences(self, base: str, size: str) -> Binding:
        """What is given once for each sequence, in the order of the rows."""
        units, width = self.sized.sizes[size], self.sized.padded(size)
        binding = Binding(self.base[base], 0, units * self.sized.item)
        if self.order or units != width:
            given, binding = binding, self.new(self.rows.batch, width)
            self.copy(given, binding, units, width, self.rows.batch, self.order)
        return binding

    def loops(self) -> None:
        """All loops, each after its large products; the weights are packed already."""
        for statement in self.own.statements:
            if isinstance(statement, MultiplyAll):
                self._large(statement.product)
            elif isinstance(statement, TimeLoop):
                self._loop(statement.number)

    def _loop(self, number: int) -> None:
        words = self.compiled.printed.words[number]
        varying = self.varying
        offsets = self.runtime("offsets") if varying else self.program.fixed(self.rows.offsets)
        table = [self.rows.steps, offsets, self.library.product, *map(self.word, words)]
        cost = sum(b.stride for b in self.bindings.values()) // self.sized.item
        self.program.add(
            self.compiled.kernels[number], table, self.rows.batch, 1,
            self.rows.most * cost, cut=varying,
        )  # fmt: skip

    def word(self, word: Named) -> Word:
        """As `Assembly.word`, also for a buffer."""
        if word.kind == "begin":
            return self.begin[str(word.of)].word
        if word.kind not in ("rows", "stride", "half"):
            return super().word(word)
        binding = self.buffer(str(word.of))
        if word.kind == "rows":
            return binding.word
        return binding.half if word.kind == "half" else binding.stride

    def pack(self, products: Sequence[Multiply]) -> None:
        """Pack weights into panels."""
        sizes = {n: b.size for n, b in self.buffers.items()}
        self.pack_all(
            [(p.packed, sizes[p.operand.buffer], sizes[p.target.buffer]) for p in products]
        )

    def address(self, place: Place, size: str, row: int = 0) -> tuple[tuple[int, int], int]:
        """Where a column begins in a row, and the bytes between rows."""
        binding = self.buffer(place.buffer)
        column = place.column * self.sized.padded(size) * self.sized.item
        return binding.shifted(row, column), binding.stride

    def parts(
        self, place: Place, size: str, alike: bool = False
    ) -> list[tuple[tuple[int, int], int, int, Word, int]]:
        """A column of all rows in adjacent pieces: address, bytes between rows, first row, number
        of rows as a word and as a stage's range.

        The column at the step before begins with the starting states; with `alike`, other columns
        are divided there, too. In a later block its rows are one piece.
        """
        rows, batch = self.rows, self.rows.batch
        if self.first:
            row = -batch if place.before else 0
            return [(*self.address(place, size, row), 0, self.count, self.total)]
        if not place.before and (self.varying or not alike or rows.count == batch):
            return [(*self.address(place, size), 0, self.count, self.total)]
        if not place.before:
            rest = rows.count - batch
            return [
                (*self.address(place, size), 0, batch, batch),
                (*self.address(place, size, batch), batch, rest, rest),
            ]
        if self.varying:
            gathered = self._gathered(place, size)
            return [(gathered.word, gathered.stride, 0, self.count, self.total)]
        first = self.begin[place.buffer]
        begin = (first.word, first.stride)
        rest = rows.count - batch
        pieces: list[tuple[tuple[int, int], int, int, Word, int]] = [(*begin, 0, batch, batch)]
        return [*pieces, (*self.address(place, size), batch, rest, rest)] if rest else pieces

    def _gathered(self, place: Place, size: str) -> Binding:
        """A column of the step before, of all rows, where sequences end at different steps."""
        if place not in self.gathered:
            width = self.sized.padded(size)
            column = self.gathered[place] = self.new(self.rows.most, width)
            address, stride = self.address(place, size)
            source, begin = Binding(*address, stride), self.begin[place.buffer]
            self.copy(source, column, width, width, self.total, self.runtime("before"))
            self.copy(begin, column, width, width, self.rows.batch)
        return self.gathered[place]

    def _large(self, product: Multiply) -> None:
        left = self.buffers[product.operand.buffer].size
        target = self.buffers[product.target.buffer].size
        units = product.packed.operands * self.sized.sizes[left]
        _, deep, wide = self.packed[product.packed]
        for address, stride, first, _, total in self.parts(product.operand, left):
            place, between = self.address(product.target, target, first)
            most = self.rows.most if total == ROWS else total
            self.product(
                product, Binding(*address, stride), Binding(*place, between), units,
                self.sized.padded(target), total, 6, most * wide * (1 + deep // 16),
            )  # fmt: skip

    def leave_output(self, own: bool) -> None:
        """The output, zero beyond each sequence's end."""
        first = 0
        for number in self.plan.graph.output:
            state = self.plan.forward.states[number]
            units = self.sized.sizes[state.size]
            if not own:
                self.spread(
                    self.own.find("state", state.name),
                    "output",
                    units,
                    self.sized.output_width,
                    first,
                )
            first += units

    def leave_states(self) -> None:
        """The final states."""
        for state in self.plan.forward.states:
            self._final(state.name, self.sized.sizes[state.size])

    def spread(self, name: str, base: str, units: int, width: int, first: int = 0) -> None:
        """Rows of a buffer as a part of [T, B, width]."""
        item = self.sized.item
        target = Binding(self.base[base], first * item, width * item).from_row(self.first)
        if self.rows.order is not None:
            self.copy(None, target, 0, units, self.rows.steps * self.rows.across)
        self.copy(self.buffer(name), target, units, units, self.total, targets=self.index)

    def _final(self, name: str, units: int) -> None:
        binding, rows = self.buffer(self.own.find("state", name)), self.rows
        target = Binding(self.base[f"final {name}"], 0, units * self.sized.item)
        picked: Word = 0
        if self.varying:
            picked = self.runtime("last_half" if binding.half else "last")
        elif binding.half:
            binding = Binding(
                binding.base, binding.offset + (rows.steps - 1 & 1) * binding.half, binding.stride
            )
        else:
            binding = Binding(*binding.shifted((rows.steps - 1) * rows.batch), binding.stride)
        self.copy(binding, target, units, units, rows.batch, picked, self.order)
