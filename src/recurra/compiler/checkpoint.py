"""Checkpointing over time: training in the square root of the memory.

A sequence runs in segments. Forward keeps the states between them and nothing else; backward goes
through the segments from the last to the first, runs each forward again, with all that its
gradient needs, and backward. With segments of about 4 √T steps both what is kept and what a segment
needs grow as √T. (Least memory would be with somewhat less than √T steps; four times as many spare
three of four of the calls that a segment costs, and their values still fit into a cache.) The price
is one more forward pass (Griewank & Walther 2000, "Algorithm 799:
revolve"; for recurrent networks Gruslys et al. 2016, arXiv 1606.03401; Chen et al. 2016, arXiv
1604.06174).

Training 10,000 steps in segments of 400 took, as a multiple of the time without (float32, one
thread of a loaded AMD EPYC, least processor time of 5, two such series, kernels of numba, sequences
of equal length): LSTM 1.35 and 1.27 (32 sequences, 100 units), 1.23 and 1.16 (8, 64), 1.33 and 1.36
(1, 64), GRU 1.22 and 1.11 (8, 64), Elman 1.15 and 1.20 (8, 64).
Sequences of different lengths go to the backend one segment at a time, each with
calls of torch of its own, and cost more: 1.4 to 2.3 when sequences of equal length went that way.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor

from recurra.compiler.backend import Backend
from recurra.compiler.backends.reference import Reference
from recurra.errors import SettingError
from recurra.ir import Graph
from recurra.words import say

T = TypeVar("T")
Checkpoint = int | str | None  # steps of a segment; "auto": about 4 √T; None: no segments


def check(checkpoint: Checkpoint) -> None:
    """Raise SettingError for what is none of the three."""
    if checkpoint is None or checkpoint == "auto":
        return
    if not isinstance(checkpoint, int) or isinstance(checkpoint, bool) or checkpoint < 1:
        raise SettingError(say("compiler.backends.no_checkpoint", given=repr(checkpoint)))


def segment_steps(checkpoint: Checkpoint, total: int) -> int:
    """Steps of a segment in a sequence of so many steps.

    >>> segment_steps("auto", 10_000), segment_steps("auto", 50), segment_steps(64, 10)
    (400, 32, 64)
    """
    if checkpoint is None:
        return total
    return 4 * (math.isqrt(total - 1) + 1) if checkpoint == "auto" else int(checkpoint)


def run(
    checkpoint: Checkpoint,
    backend: Backend,
    graph: Graph,
    sizes: Mapping[str, int],
    weights: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
    lengths: Tensor | None,
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """As `Backend.run`, in segments where a gradient is needed and the sequence has several.

    Second derivatives are those of the reference backend, without segments. While torch traces
    (torch.compile, torch.func) there are no segments either.
    """
    total = inputs[0].shape[0]
    steps = segment_steps(checkpoint, total)
    tensors = [*inputs, *states, *weights.values()]
    grows = torch.is_grad_enabled() and any(t.requires_grad for t in tensors)
    if steps >= total or not grows or _traced():
        return backend.run(graph, sizes, weights, inputs, states, lengths)
    if lengths is None or int(lengths.min()) == total:
        results = backend.in_segments(graph, sizes, weights, inputs, states, steps)
        if results is not None:
            return results
    job = _Job(backend, graph, sizes, tuple(weights), len(inputs), len(states), lengths, steps)
    output, *final = _Segments.apply(job, *tensors)
    return output, tuple(final)


def _traced() -> bool:
    return bool(torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active())


@dataclass(frozen=True)
class _Part:
    """The steps of a segment and the sequences that reach it."""

    first: int
    last: int
    alive: Tensor | None  # numbers of the sequences; None: all
    lengths: Tensor | None  # steps of each of them in this segment; None: all of them

    def sequences(self, x: Tensor) -> Tensor:
        """Their rows of [B, units]."""
        return x if self.alive is None else x[self.alive.to(x.device)]

    def steps(self, x: Tensor) -> Tensor:
        """The segment of [T, B, width]; what is given once for each sequence, [B, width]."""
        if x.dim() == 2:
            return self.sequences(x)
        own = x[self.first : self.last]
        return own if self.alive is None else own[:, self.alive.to(x.device)]

    def put(self, whole: Tensor, part: Tensor) -> Tensor:
        """[B, units] with theirs replaced."""
        if self.alive is None:
            return part
        return whole.index_copy(0, self.alive.to(whole.device), part)

    def write(self, whole: Tensor, part: Tensor) -> None:
        """Write the segment into [T, B, width], or add it up in [B, width]."""
        if whole.dim() == 2:
            alive = slice(None) if self.alive is None else self.alive.to(whole.device)
            whole[alive] += part
        elif self.alive is None:
            whole[self.first : self.last] = part
        else:
            whole[self.first : self.last, self.alive.to(whole.device)] = part


@dataclass(frozen=True)
class _Job:
    """What is run, without its tensors."""

    backend: Backend
    graph: Graph
    sizes: Mapping[str, int]
    names: tuple[str, ...]  # of the weights
    inputs: int
    states: int
    lengths: Tensor | None
    steps: int

    def split(self, tensors: Sequence[T]) -> tuple[Sequence[T], Sequence[T], Sequence[T]]:
        """Inputs, states, weights."""
        end = self.inputs + self.states
        return tensors[: self.inputs], tensors[self.inputs : end], tensors[end:]

    def parts(self, total: int) -> Iterator[_Part]:
        """The segments in the order of time; those that no sequence reaches are left out."""
        lengths = None if self.lengths is None else self.lengths.cpu()
        longest = total if lengths is None else int(lengths.max())
        for first in range(0, longest, self.steps):
            last = min(first + self.steps, total)
            if lengths is None or int(lengths.min()) >= last:
                yield _Part(first, last, None, None)
                continue
            reach = lengths > first
            own = (lengths[reach] - first).clamp(max=last - first)
            whole = int(own.min()) == last - first
            yield _Part(first, last, reach.nonzero()[:, 0], None if whole else own)

    def segment(
        self,
        part: _Part,
        weights: Sequence[Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """One segment on its own inputs and the states before it."""
        named = dict(zip(self.names, weights, strict=True))
        return self.backend.run(self.graph, self.sizes, named, inputs, states, part.lengths)


class _Segments(torch.autograd.Function):
    """A sequence as a node of autograd that keeps the states between its segments."""

    @staticmethod
    def forward(ctx: Any, job: _Job, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Output and final states."""
        ctx.set_materialize_grads(False)
        inputs, states, weights = job.split(tensors)
        now, between = list(states), []
        whole = None
        for part in job.parts(inputs[0].shape[0]):
            between += now
            before = [part.sequences(s) for s in now]
            output, after = job.segment(part, weights, [part.steps(x) for x in inputs], before)
            if whole is None:
                whole = output.new_zeros(*inputs[0].shape[:2], output.shape[2])
            part.write(whole, output)
            now = [part.put(s, new) for s, new in zip(now, after, strict=True)]
        ctx.job = job
        ctx.save_for_backward(*tensors, *between)
        assert whole is not None
        return (whole, *now)

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the tensors."""
        job, count = ctx.job, len(ctx.needs_input_grad) - 1
        tensors, between = ctx.saved_tensors[:count], ctx.saved_tensors[count:]
        wanted = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled():
            return None, *_by_reference(job, tensors, wanted, arriving)
        gradients = _Gradients(job, tensors, wanted, arriving)
        parts = list(job.parts(tensors[0].shape[0]))
        for number in reversed(range(len(parts))):
            gradients.back(parts[number], between[number * job.states :][: job.states])
        return None, *gradients.of_tensors()


class _Gradients:
    """The backward pass from the last segment to the first."""

    def __init__(
        self,
        job: _Job,
        tensors: Sequence[Tensor],
        wanted: Sequence[bool],
        arriving: Sequence[Tensor | None],
    ) -> None:
        self.job, self.wanted = job, wanted
        self.inputs, states, weights = job.split(tensors)
        self.output, self.states = arriving[0], list(arriving[1:])
        self.like = states
        self.weights = _leaves(weights, wanted[job.inputs + job.states :])
        ends = zip(self.inputs, wanted[: job.inputs], strict=True)
        self.of_inputs = [torch.zeros_like(x) if w else None for x, w in ends]
        self.of_weights: list[Tensor | None] = [None] * len(weights)

    def back(self, part: _Part, before: Sequence[Tensor]) -> None:
        """One segment, from the states before it: forward again and backward."""
        job = self.job
        inputs = _leaves([part.steps(x) for x in self.inputs], self.wanted[: job.inputs])
        states = _leaves([part.sequences(s) for s in before], [True] * job.states)
        with torch.enable_grad():
            output, after = job.segment(part, self.weights, inputs, states)
        arriving = [
            None if self.output is None else part.steps(self.output),
            *(None if g is None else part.sequences(g) for g in self.states),
        ]
        gradients = _grad((output, *after), (*inputs, *states, *self.weights), arriving)
        of_inputs, of_states, of_weights = job.split(gradients)
        for whole, gradient in zip(self.of_inputs, of_inputs, strict=True):
            if whole is not None and gradient is not None:
                part.write(whole, gradient)
        for number, gradient in enumerate(of_states):
            self.states[number] = self._carried(part, number, gradient)
        for number, gradient in enumerate(of_weights):
            self.of_weights[number] = _sum(self.of_weights[number], gradient)

    def of_tensors(self) -> list[Tensor | None]:
        """Of inputs, states and weights, where they are wanted."""
        gradients = [*self.of_inputs, *self.states, *self.of_weights]
        return [g if w else None for g, w in zip(gradients, self.wanted, strict=True)]

    def _carried(self, part: _Part, number: int, gradient: Tensor | None) -> Tensor | None:
        """That of a state before the segment; kept for sequences that do not reach it."""
        whole = self.states[number]
        if gradient is None:
            gradient = torch.zeros_like(part.sequences(self.like[number]))
        if whole is None:
            whole = torch.zeros_like(self.like[number])
        return part.put(whole, gradient)


def _leaves(tensors: Sequence[Tensor], wanted: Sequence[bool]) -> list[Tensor]:
    return [t.detach().requires_grad_(w) for t, w in zip(tensors, wanted, strict=True)]


def _sum(total: Tensor | None, gradient: Tensor | None) -> Tensor | None:
    if total is None or gradient is None:
        return gradient if total is None else total
    return total + gradient


def _grad(
    outputs: Sequence[Tensor],
    leaves: Sequence[Tensor],
    arriving: Sequence[Tensor | None],
    create_graph: bool = False,
) -> list[Tensor | None]:
    """Gradients of the leaves that want one."""
    pairs = [
        (o, g) for o, g in zip(outputs, arriving, strict=True) if g is not None and o.requires_grad
    ]
    wanting = [leaf for leaf in leaves if leaf.requires_grad]
    if not pairs or not wanting:
        return [None] * len(leaves)
    gradients = iter(
        torch.autograd.grad(
            [o for o, _ in pairs],
            wanting,
            [g for _, g in pairs],
            create_graph=create_graph,
            allow_unused=True,
        )
    )
    return [next(gradients) if leaf.requires_grad else None for leaf in leaves]


def _by_reference(
    job: _Job, tensors: Sequence[Tensor], wanted: Sequence[bool], arriving: Sequence[Tensor | None]
) -> list[Tensor | None]:
    """The gradient as a differentiable computation, of the whole sequence."""
    # a state may depend on a weight (a learned start); that part does not belong to this node
    own = [t.view_as(t) for t in tensors]
    inputs, states, weights = job.split(own)
    named = dict(zip(job.names, weights, strict=True))
    output, final = Reference().run(job.graph, job.sizes, named, inputs, states, job.lengths)
    gradients = _grad((output, *final), own, arriving, create_graph=True)
    return [g if w else None for g, w in zip(gradients, wanted, strict=True)]
