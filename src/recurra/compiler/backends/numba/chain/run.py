"""Programs of a plan for given sizes, steps and sequences, made once and run often."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor

from recurra.compiler.backends.numba.chain.blocks import Block, blocks
from recurra.compiler.backends.numba.chain.collect import Collector, Sized
from recurra.compiler.backends.numba.chain.gradient import collect_backward
from recurra.compiler.backends.numba.chain.rows import Rows
from recurra.compiler.backends.numba.machine import threads
from recurra.compiler.backends.numba.machine.memory import Arena, taken
from recurra.compiler.backends.numba.program.program import Program

Collected = tuple[Arena, Program]  # the memory that a run takes, and the program


@dataclass(frozen=True)
class Given:
    """The tensors of a call; all contiguous, the weights in the order of the graph's groups."""

    inputs: Sequence[Tensor]  # [T, B, width]
    states: Sequence[Tensor]  # [B, units]
    weights: Sequence[Tensor]
    derived: Sequence[Tensor]
    at: Sequence[int] | None = None  # their addresses, if known

    def addresses(self) -> Sequence[int]:
        """Where they begin, in the order of `Sized.given`."""
        return self.at or [
            t.data_ptr()
            for group in (self.inputs, self.states, self.weights, self.derived)
            for t in group
        ]


class Forward:
    """The forward pass."""

    def __init__(self, sized: Sized, rows: Rows, train: bool) -> None:
        self.sized, self.rows, self.train = sized, rows, train
        self.own = sized.output_is_memory and rows.lengths is None
        self.kept = sized.kept(rows.most, self.own) if train else Arena()
        self.blocks = blocks(sized, rows) if train else [(0, rows.steps)]
        self.scratch, self.program = self._collected(False)
        self.backwards: dict[tuple[bool, ...], Backward] = {}

    @cached_property
    def divided(self) -> Collected:
        """The same in blocks of steps."""
        return self._collected(True)

    def _collected(self, divided: bool) -> Collected:
        sized, rows, train, plan = self.sized, self.rows, self.train, self.sized.plan
        bases = ("kept", "scratch", "output", *sized.finals, *sized.given)
        collector = Collector(sized, plan.training if train else plan.inference, rows, bases)
        collector.place_kept(self.kept, self.own)
        collector.prepare()
        collector.enter_states()
        collector.lasts()
        for block in self.blocks if divided else [None]:
            if block:
                collector.block(*block)
            collector.enter_inputs()
            collector.loops()
            collector.leave_output(self.own)
        collector.leave_states()
        return collector.finished()

    def run(self, given: Given, kept: int) -> tuple[Tensor, list[Tensor]]:
        """Output [T, B, width] and final states [B, units].

        `kept` is the address of memory for what the backward pass reads; without train, 0.
        """
        sized, rows = self.sized, self.rows
        output = taken(sized.plan.dtype, rows.steps, rows.batch, sized.output_width)
        finals = [torch.empty_like(s) for s in given.states]
        arena, program = _best(self, self.blocks)
        scratch = arena.taken()
        bases = [0, kept, scratch.address, output.data_ptr()]
        bases += [f.data_ptr() for f in finals]
        bases += given.addresses()
        program.run(bases + self.rows.runtime, scratch.address, varying=self.rows.varying)
        return output, finals

    def call(self, output: int, finals: Sequence[int], given: Sequence[int]) -> None:
        """The same without a gradient, into the caller's memory; all tensors by address."""
        scratch = self.scratch.taken()
        bases = [0, 0, scratch.address, output, *finals, *given]
        self.program.run(bases, scratch.address)

    def with_rows(self, rows: Rows) -> "Forward":
        """The same program for other lengths."""
        forward = copy.copy(self)
        forward.rows = rows
        return forward

    def backward(self, received: tuple[bool, ...], wanted: tuple[bool, ...]) -> "Backward":
        """The backward pass for the gradients that arrive and the inputs that need one."""
        key = (*received, *wanted)
        if key not in self.backwards:
            self.backwards[key] = Backward(self, received, wanted)
        backward = self.backwards[key]
        return backward if backward.forward is self else backward.with_rows_of(self)


@dataclass
class Gradients:
    """The results of the backward pass."""

    inputs: list[Tensor | None]
    states: list[Tensor]
    weights: list[Tensor]
    derived: list[Tensor]


@dataclass
class Backward:
    """The backward pass."""

    forward: Forward
    received: tuple[bool, ...]  # of output and final states, whether a gradient arrives
    wanted: tuple[bool, ...]  # of inputs
    scratch: Arena = field(init=False)

    def __post_init__(self) -> None:
        self.scratch, self.program = self._collected(False)

    @cached_property
    def divided(self) -> Collected:
        """The same in blocks of steps."""
        return self._collected(True)

    def _collected(self, divided: bool) -> Collected:
        sized, rows = self.forward.sized, self.forward.rows
        results = [f"d_{name}" for name in sized.given]
        arriving = ["d_output", *(f"d_{name}" for name in sized.finals)]
        bases = ("kept", "scratch", "output", *sized.given, *arriving, *results)
        collector = Collector(sized, sized.plan.backward, rows, bases)
        collector.place_kept(sized.kept(rows.most, self.forward.own), self.forward.own)
        collect_backward(collector, self.received, self.wanted, self.forward.blocks, divided)
        return collector.finished()

    def with_rows_of(self, forward: Forward) -> "Backward":
        """The same program for the lengths of another forward pass."""
        backward = copy.copy(self)
        backward.forward = forward
        return backward

    def run(
        self, given: Given, kept: int, output: Tensor | None, arriving: Sequence[Tensor | None]
    ) -> Gradients:
        """Gradients from those of the output and the final states; overwrites what was kept.

        `output` is that of the forward pass where it is the memory of its state.
        """
        gradients = Gradients(
            [torch.empty_like(x) if w else None
             for x, w in zip(given.inputs, self.wanted, strict=True)],
            [torch.empty_like(s) for s in given.states],
            [torch.empty_like(w) for w in given.weights],
            [torch.empty_like(d) for d in given.derived],
        )  # fmt: skip
        arena, program = _best(self, self.forward.blocks)
        scratch = arena.taken()
        bases = [0, kept, scratch.address, 0 if output is None else output.data_ptr()]
        bases += given.addresses()
        held = [None if g is None else g.contiguous() for g in arriving]
        results = (held, gradients.inputs, gradients.states, gradients.weights, gradients.derived)
        bases += [0 if t is None else t.data_ptr() for group in results for t in group]
        rows = self.forward.rows
        program.run(bases + rows.runtime, scratch.address, varying=rows.varying)
        return gradients


def _best(own: Forward | Backward, blocks: Sequence[Block]) -> Collected:
    """Memory and program: in blocks in one thread, over all steps at once in several."""
    if len(blocks) > 1 and threads.threads() == 1:
        return own.divided
    return own.scratch, own.program


class InParts:
    """The forward pass without a gradient, a number of steps at a time.

    Nothing of a part is kept but its output and states: beside packed weights, the memory is that
    of one part, about `PART` bytes, however long the sequences are.
    """

    def __init__(self, sized: Sized, rows: Rows, steps: int) -> None:
        self.sized, self.rows = sized, rows
        self.last = rows.steps if rows.lengths is None else int(rows.lengths[0])
        self.parts = [
            bound(sized, rows.part(first, min(steps, self.last - first)), False)
            for first in range(0, self.last, steps)
        ]

    def run(self, given: Given, kept: int) -> tuple[Tensor, list[Tensor]]:
        """As `Forward.run`."""
        rows, sized = self.rows, self.sized
        output = taken(sized.plan.dtype, rows.steps, rows.batch, sized.output_width)
        output[self.last :] = 0
        finals = [torch.empty_like(s) for s in given.states]
        scratch = max((p.scratch for p in self.parts), key=lambda arena: arena.size).taken()
        first, ends = 0, [f.data_ptr() for f in finals]
        begins, rest = [s.data_ptr() for s in given.states], list(given.addresses())
        rest = rest[len(given.inputs) + len(begins) :]
        for part in self.parts:
            inputs = [
                (x if steady else x[first]).data_ptr()
                for x, steady in zip(given.inputs, sized.steady, strict=True)
            ]
            bases = [0, 0, scratch.address, output[first].data_ptr(), *ends, *inputs, *begins]
            runtime, varying = part.rows.runtime, part.rows.varying
            part.program.run(bases + rest + runtime, scratch.address, first > 0, varying)
            first, begins = first + part.rows.steps, ends
        return output, finals


_bindings: dict[tuple[int, int, int, bool, bool], Forward] = {}
_parted: dict[tuple[int, int, int], InParts] = {}
MOST = 512  # bindings kept
PART = 1 << 22  # bytes of workspace from which inference runs in parts


def fitting(sized: Sized, rows: Rows) -> Forward | InParts:
    """The forward pass without a gradient: whole, or in parts where that takes much memory."""
    most = PART if rows.lengths is None else 4 * PART  # these parts are made anew in each call
    each = sized.bytes_of_a_row * (rows.batch if rows.lengths is None else rows.count / rows.steps)
    if each * rows.steps <= most:
        return bound(sized, rows, False)
    key = (sized.number, rows.steps, rows.batch)
    in_parts = _parted.get(key) if rows.lengths is None else None
    if in_parts is None:
        in_parts = InParts(sized, rows, max(1, int(most // each)))
        if rows.lengths is None:
            _parted[key] = in_parts
    return in_parts


def bound(sized: Sized, rows: Rows, train: bool) -> Forward:
    """The forward pass for rows; its program is kept for the number of steps and sequences."""
    if rows.wide:  # the sequences that are left in a part
        return Forward(sized, rows, train)
    key = (sized.number, rows.steps, rows.batch, train, rows.lengths is not None)
    forward = _bindings.get(key)
    if forward is None:
        if len(_bindings) >= MOST:
            _bindings.clear()
            _parted.clear()
        forward = _bindings[key] = Forward(sized, rows, train)
    return forward if rows.lengths is None else forward.with_rows(rows)
