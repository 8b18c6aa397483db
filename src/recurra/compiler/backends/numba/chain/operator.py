"""The operator `recurra::chain`: a sequence as torch.compile and other tracers see it."""

from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backends.derived import by_reference
from recurra.compiler.backends.numba.chain.collect import Sized
from recurra.compiler.backends.numba.chain.rows import rows_of
from recurra.compiler.backends.numba.chain.run import Forward, Given, bound, fitting
from recurra.compiler.backends.numba.chain.tensors import given, numbered, parted


@torch.library.custom_op("recurra::chain", mutates_args=())
def chain(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, number: int, train: bool,
) -> list[Tensor]:  # fmt: skip
    """Output, final states and, with train, what the backward pass needs."""
    if not train:
        steps, batch = inputs[0].shape[:2]
        parts = fitting(numbered(number), rows_of(steps, batch, lengths))
        output, finals = parts.run(_given(inputs, states, weights, derived), 0)
        return [output, *finals]
    own = _bound(inputs, lengths, number)
    kept = torch.empty(_kept_bytes(inputs[0], lengths, own.sized), dtype=torch.uint8)
    output, finals = own.run(_given(inputs, states, weights, derived), kept.data_ptr())
    return [output, *finals, kept, torch.zeros(1, dtype=torch.int64)]


def _bound(inputs: list[Tensor], lengths: Tensor | None, number: int) -> Forward:
    steps, batch = inputs[0].shape[:2]
    return bound(numbered(number), rows_of(steps, batch, lengths), True)


def _given(*groups: list[Tensor]) -> Given:
    counts = tuple(len(g) for g in groups)
    return given([t.detach() for g in groups for t in g], counts)  # type: ignore[arg-type]


def _kept_bytes(x: Tensor, lengths: Tensor | None, sized: Sized) -> int:
    """Known without looking into lengths; may be a symbol."""
    own = sized.output_is_memory and lengths is None
    return max(sized.kept(x.shape[0] * x.shape[1], own).size, 1)


@chain.register_fake
def _chain_fake(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, number: int, train: bool,
) -> list[Tensor]:  # fmt: skip
    sized = numbered(number)
    steps, batch = inputs[0].shape[:2]
    like = states[0]
    tensors = [like.new_empty(steps, batch, sized.output_width)]
    tensors += [s.new_empty(s.shape) for s in states]
    if train:
        count = _kept_bytes(inputs[0], lengths, sized)
        tensors += [like.new_empty(count, dtype=torch.uint8), like.new_empty(1, dtype=torch.int64)]
    return tensors


@torch.library.custom_op("recurra::chain_backward", mutates_args=())
def chain_backward(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, number: int, kept: list[Tensor], gradients: list[Tensor],
    received: list[bool], wanted: list[bool],
) -> list[Tensor]:  # fmt: skip
    """Gradients of inputs, states, weights and derived values.

    `received` says which of output and final states have a gradient (`gradients` holds those
    alone), `wanted` which inputs need one (an empty tensor stands for the others). The workspace
    among `kept` is used up; where that has happened before, the forward pass is run again.
    """
    output, memory, used = kept
    own = _bound(inputs, lengths, number)
    given = _given(inputs, states, weights, derived)
    if int(used):
        memory = torch.empty_like(memory)
        output, _ = own.run(given, memory.data_ptr())
    else:
        used.numpy()[0] = 1  # not by torch, which would take it for a change of a saved tensor
    following = iter(gradients)
    arriving = [next(following) if r else None for r in received]
    passing = own.backward(tuple(received), tuple(wanted))
    results = passing.run(given, memory.data_ptr(), output, arriving)
    empty = states[0].new_empty(0)
    return [
        *(empty.clone() if g is None else g for g in results.inputs),
        *results.states,
        *results.weights,
        *results.derived,
    ]


@chain_backward.register_fake
def _chain_backward_fake(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, number: int, kept: list[Tensor], gradients: list[Tensor],
    received: list[bool], wanted: list[bool],
) -> list[Tensor]:  # fmt: skip
    tensors = [
        x.new_empty(x.shape) if w else x.new_empty(0) for x, w in zip(inputs, wanted, strict=True)
    ]
    return tensors + [t.new_empty(t.shape) for t in (*states, *weights, *derived)]


def _setup(ctx: Any, inputs: tuple[Any, ...], output: list[Tensor]) -> None:
    x, states, weights, derived, lengths, number, _ = inputs
    ctx.set_materialize_grads(False)
    ctx.number, ctx.counts = number, (len(x), len(states), len(weights), len(derived))
    ctx.wanted = [t.requires_grad for t in x]
    kept = [output[0], *output[1 + len(states) :]]
    ctx.has_lengths = lengths is not None
    extra = [lengths] if ctx.has_lengths else []
    ctx.save_for_backward(*x, *states, *weights, *derived, *extra, *kept)


def _backward(ctx: Any, gradients: list[Tensor | None]) -> tuple[Any, ...]:
    count = sum(ctx.counts)
    tensors, kept = list(ctx.saved_tensors[:count]), list(ctx.saved_tensors[count:])
    lengths = kept.pop(0) if ctx.has_lengths else None
    parts = parted(tensors, ctx.counts)
    arriving = list(gradients[: 1 + ctx.counts[1]])
    results: list[Tensor | None]
    if torch.is_grad_enabled():
        own = _bound(parts[0], lengths, ctx.number)
        graph, sizes = own.sized.plan.graph, own.sized.sizes
        results = by_reference(graph, sizes, own.rows.given, tensors, ctx.counts, arriving)
    else:
        results = chain_backward(
            *parts, lengths, ctx.number, kept, [g for g in arriving if g is not None],
            [g is not None for g in arriving], ctx.wanted,
        )  # fmt: skip
        results = [
            g if n >= len(ctx.wanted) or ctx.wanted[n] else None for n, g in enumerate(results)
        ]
    return (*(list(p) for p in parted(results, ctx.counts)), None, None, None)


chain.register_autograd(_backward, setup_context=_setup)
