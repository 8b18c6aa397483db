"""Training in segments: a sequence as one node of autograd that keeps the states between them.

What is made for a segment (its programs, memory, packed weights) serves all of them; torch sees one
call forward and one backward. All segments but the last have the same number of steps. The last one
runs with what its gradient needs at once, so backward begins there without running it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backends.derived import Counts, by_reference, derived_values
from recurra.compiler.backends.numba.chain.collect import Sized
from recurra.compiler.backends.numba.chain.rows import Rows
from recurra.compiler.backends.numba.chain.run import Forward, Given, bound
from recurra.compiler.backends.numba.chain.tensors import check, given, known
from recurra.compiler.backends.numba.machine.memory import Arena, taken
from recurra.compiler.backends.numba.program.program import Program
from recurra.ir import Graph


def run(
    graph: Graph,
    sizes: Mapping[str, int],
    weights: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
    steps: int,
) -> tuple[Tensor, tuple[Tensor, ...]] | None:
    """See `Backend.in_segments`; None where the mask of a sequence needs a gradient."""
    tensors = [*inputs, *states, *weights.values()]
    check(tensors)
    sized = known(graph, sizes, states[0].dtype)
    if any(s and x.requires_grad for s, x in zip(sized.steady, inputs, strict=True)):
        return None
    derived = derived_values(graph, sized.plan.forward.derived, sizes, weights)
    counts = (len(inputs), len(states), len(weights), len(derived))
    total, batch = inputs[0].shape[:2]
    output, *finals = SegmentedChain.apply(
        Cut(sized, total, batch, steps), counts, *tensors, *derived
    )
    return output, tuple(finals)


@dataclass(frozen=True)
class Cut:
    """How a sequence is cut into segments."""

    sized: Sized
    total: int
    batch: int
    steps: int  # of a segment

    @property
    def last(self) -> int:
        """The number of the last segment."""
        return (self.total - 1) // self.steps

    def forward(self, number: int, train: bool) -> Forward:
        """The forward pass of a segment."""
        steps = min(self.steps, self.total - number * self.steps)
        return bound(self.sized, Rows(steps, self.batch), train)

    def output(self, steps: int) -> Tensor:
        """Memory for the output of so many steps."""
        return taken(self.sized.plan.dtype, steps, self.batch, self.sized.output_width)


class SegmentedChain(torch.autograd.Function):
    """A sequence in segments as a node of autograd."""

    @staticmethod
    def forward(ctx: Any, cut: Cut, counts: Counts, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Output and final states."""
        ctx.set_materialize_grads(False)
        read = given(tensors, counts)
        between = [s.new_empty(cut.last, *s.shape) for s in read.states]
        addresses = Addresses(cut, read, between)
        output = _to_the_last(cut, addresses)
        finals = [torch.empty_like(s) for s in read.states]
        last = _last(cut, addresses, finals)
        output[cut.last * cut.steps :] = last.output
        ctx.cut, ctx.counts = cut, counts
        # the backward pass overwrites this memory: a second one finds it gone
        ctx.last = [last]
        ctx.save_for_backward(*tensors, *between)
        return (output, *finals)

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the tensors."""
        cut, counts, saved = ctx.cut, ctx.counts, ctx.saved_tensors
        tensors, between = saved[: sum(counts)], saved[sum(counts) :]
        if torch.is_grad_enabled():
            return (
                None,
                None,
                *by_reference(
                    cut.sized.plan.graph, cut.sized.sizes, None, tensors, counts, arriving
                ),
            )
        read = given(tensors, counts)
        addresses = Addresses(cut, read, between)
        try:
            last: Training = ctx.last.pop()
        except IndexError:
            last = _last(cut, addresses, [torch.empty_like(s) for s in read.states])
        wanted = tuple(ctx.needs_input_grad[2 : 2 + counts[0]])
        results = Results(read, wanted, arriving)
        results.back(cut, addresses, last)
        return None, None, *results.tensors()


class Addresses:
    """Where the tensors of a segment begin."""

    def __init__(self, cut: Cut, read: Given, between: Sequence[Tensor]) -> None:
        self.inputs = [
            (x.data_ptr(), 0 if steady else _bytes_of(x, cut.steps))
            for x, steady in zip(read.inputs, cut.sized.steady, strict=True)
        ]
        self.begin = [s.data_ptr() for s in read.states]
        self.between = [(b.data_ptr(), _bytes_of(b, 1)) for b in between]
        self.rest = [t.data_ptr() for t in (*read.weights, *read.derived)]

    def states(self, number: int) -> list[int]:
        """The states before a segment."""
        return _at(self.between, number - 1) if number else self.begin

    def given(self, number: int) -> list[int]:
        """All that a segment is given."""
        return [*_at(self.inputs, number), *self.states(number), *self.rest]


def _bytes_of(x: Tensor, rows: int) -> int:
    return rows * x.stride(0) * x.element_size()


def _at(begins: Sequence[tuple[int, int]], number: int) -> list[int]:
    return [begin + number * each for begin, each in begins]


class Running:
    """Programs over one segment after the other; weights are packed for the first alone."""

    def __init__(self, *arenas: Arena) -> None:
        self.scratch = max(arenas, key=lambda arena: arena.size).taken()
        self.again = False

    def __call__(self, program: Program, kept: int, bases: Sequence[int]) -> None:
        """One segment, from its memory and all other addresses."""
        address = self.scratch.address
        program.run([0, kept, address, *bases], address, self.again)
        self.again = True


def _to_the_last(cut: Cut, addresses: Addresses) -> Tensor:
    """The output of all segments before the last, with the states after each of them."""
    own, output = cut.forward(0, False), cut.output(cut.total)
    running = Running(own.scratch)
    rows = [(output.data_ptr(), _bytes_of(output, cut.steps))]
    for number in range(cut.last):
        running(
            own.program,
            0,
            [*_at(rows, number), *addresses.states(number + 1), *addresses.given(number)],
        )
    return output


class Training:
    """Segments run with all that their gradients need, each into the memory of the one before."""

    def __init__(self, cut: Cut, number: int) -> None:
        self.own = cut.forward(number, True)
        self.kept, self.output = self.own.kept.taken(), cut.output(self.own.rows.steps)

    def run(self, running: Running, given: Sequence[int], finals: Sequence[Tensor]) -> None:
        """Run a segment on what it is given."""
        bases = [self.output.data_ptr(), *(f.data_ptr() for f in finals), *given]
        running(self.own.program, self.kept.address, bases)


def _last(cut: Cut, addresses: Addresses, finals: Sequence[Tensor]) -> Training:
    """The last segment, run."""
    training = Training(cut, cut.last)
    training.run(Running(training.own.scratch), addresses.given(cut.last), finals)
    return training


class Results:
    """Gradients of everything given; those of the states move from segment to segment."""

    def __init__(
        self, read: Given, wanted: Sequence[bool], arriving: Sequence[Tensor | None]
    ) -> None:
        self.wanted = tuple(wanted)
        self.seed = None if arriving[0] is None else arriving[0].contiguous()
        self.inputs = [
            torch.empty_like(x) if w else None for x, w in zip(read.inputs, wanted, strict=True)
        ]
        self.states = [
            torch.zeros_like(s) if g is None else g.clone(memory_format=torch.contiguous_format)
            for s, g in zip(read.states, arriving[1:], strict=True)
        ]
        self.rest = [torch.empty_like(t) for t in (*read.weights, *read.derived)]

    def tensors(self) -> list[Tensor | None]:
        """All of them, in the order of what was given."""
        return [*self.inputs, *self.states, *self.rest]

    def back(self, cut: Cut, addresses: Addresses, last: Training) -> None:
        """All segments from the last to the first; all but the last run forward again first."""
        received = (self.seed is not None, *[True] * len(self.states))
        before = Training(cut, 0)
        first, end = (t.own.backward(received, self.wanted) for t in (before, last))
        again, running = Running(before.own.scratch), Running(first.scratch, end.scratch)
        unused = [torch.empty_like(s) for s in self.states]
        arriving, results = self._addresses(cut)
        for number in range(cut.last, -1, -1):
            here, passing = (last, end) if number == cut.last else (before, first)
            given = addresses.given(number)
            if here is before:
                here.run(again, given, unused)
            bases = [here.output.data_ptr(), *given, *_at(arriving, number), *_at(results, number)]
            running(passing.program, here.kept.address, bases)

    def _addresses(self, cut: Cut) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """What arrives and what results, each with the bytes from segment to segment.

        A segment reads the gradients of its final states before it writes those of its first: both
        have the same place. Gradients of weights add up where they are.
        """
        states = [(s.data_ptr(), 0) for s in self.states]
        steps = [
            (0, 0) if x is None else (x.data_ptr(), _bytes_of(x, cut.steps))
            for x in (self.seed, *self.inputs)
        ]
        return [steps[0], *states], [*steps[1:], *states, *((t.data_ptr(), 0) for t in self.rest)]
