"""Calls of the fast backend as torch sees them: one for a whole sequence, and its derivatives.

In eager mode a sequence is one node of autograd. While torch traces (torch.compile, torch.func,
fake tensors) it is the operator `recurra::chain`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backend import Prepared
from recurra.compiler.backends.derived import Counts, by_reference, derived_values
from recurra.compiler.backends.numba.chain.operator import chain
from recurra.compiler.backends.numba.chain.rows import Rows, rows_of
from recurra.compiler.backends.numba.chain.run import Forward, bound, fitting
from recurra.compiler.backends.numba.chain.tensors import check, given, known, parted
from recurra.compiler.backends.numba.machine.memory import Piece
from recurra.ir import Graph

PLAIN = (Tensor, torch.nn.Parameter)


def run(
    graph: Graph,
    sizes: Mapping[str, int],
    weights: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
    lengths: Tensor | None,
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """See `Backend.run`."""
    tensors = [*inputs, *states, *weights.values()]
    check(tensors)
    sized = known(graph, sizes, states[0].dtype)
    derived = derived_values(graph, sized.plan.forward.derived, sizes, weights)
    tensors += derived
    grows = torch.is_grad_enabled() and any(t.requires_grad for t in tensors)
    if lengths is not None:
        lengths = lengths.to(device="cpu", dtype=torch.int64)
    counts = (len(inputs), len(states), len(weights), len(derived))
    if _traced(states[0]):
        results = chain(*parted(tensors, counts), lengths, sized.number, grows)
        return results[0], tuple(results[1 : 1 + len(states)])
    steps, batch = inputs[0].shape[:2]
    rows = rows_of(steps, batch, lengths)
    if grows:
        output, *finals = Chain.apply(bound(sized, rows, True), counts, None, *tensors)
    else:
        output, finals = fitting(sized, rows).run(given(tensors, counts), 0)
    return output, tuple(finals)


def prepared(
    graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, steps: int, batch: int, train: bool
) -> Prepared | None:
    """See `Backend.prepared`; torch computes values of parameters alone, as in `run`."""
    sized, rows = known(graph, sizes, dtype), Rows(steps, batch)
    if sized.derived:
        return None
    if train:
        return _with_gradient(bound(sized, rows, True))
    passing = fitting(sized, rows)
    return _without_gradient(passing) if isinstance(passing, Forward) else None


def _with_gradient(own: Forward) -> Prepared:
    graph = own.sized.plan.graph
    counts = (len(graph.inputs), len(graph.states), len(graph.groups), 0)

    def run(tensors: Sequence[Tensor], addresses: Sequence[int]) -> tuple[Tensor, ...]:
        results: tuple[Tensor, ...] = Chain.apply(own, counts, addresses, *tensors)
        return results

    return run


def _without_gradient(own: Forward) -> Prepared:
    plan, rows = own.sized.plan, own.rows
    first, last = len(plan.graph.inputs), len(plan.graph.inputs) + len(plan.graph.states)
    shape = (rows.steps, rows.batch, own.sized.output_width)
    like = torch.empty(shape, dtype=getattr(torch, plan.dtype))

    def run(tensors: Sequence[Tensor], addresses: Sequence[int]) -> tuple[Tensor, ...]:
        output = torch.empty_like(like)  # a third of the time of `empty` with a type
        finals = [torch.empty_like(s) for s in tensors[first:last]]
        own.call(output.data_ptr(), [f.data_ptr() for f in finals], addresses)
        return (output, *finals)

    return run


def _traced(like: Tensor) -> bool:
    if torch.compiler.is_compiling() or type(like) not in PLAIN:
        return True
    return bool(torch._C._are_functorch_transforms_active())


class Chain(torch.autograd.Function):
    """A sequence as a node of autograd."""

    @staticmethod
    def forward(
        ctx: Any, own: Forward, counts: Counts, addresses: Sequence[int] | None, *tensors: Tensor
    ) -> tuple[Tensor, ...]:
        """Output and final states."""
        ctx.set_materialize_grads(False)
        kept = own.kept.taken()
        output, finals = own.run(given(tensors, counts, addresses), kept.address)
        ctx.own, ctx.counts = own, counts
        # the backward pass overwrites this memory: a second one finds it gone
        ctx.kept = [kept]
        ctx.save_for_backward(*tensors, *([output] if own.own else ()))
        return (output, *finals)

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the tensors."""
        own, counts = ctx.own, ctx.counts
        saved = ctx.saved_tensors
        tensors, output = saved[: sum(counts)], saved[-1] if own.own else None
        if torch.is_grad_enabled():
            return (
                None,
                None,
                None,
                *by_reference(
                    own.sized.plan.graph, own.sized.sizes, own.rows.given, tensors, counts, arriving
                ),
            )
        read = given(tensors, counts)
        try:
            kept: Piece = ctx.kept.pop()
        except IndexError:
            kept = own.kept.taken()
            output, _ = own.run(read, kept.address)
        wanted = tuple(ctx.needs_input_grad[3 : 3 + counts[0]])
        passing = own.backward(tuple([g is not None for g in arriving]), wanted)
        gradients = passing.run(read, kept.address, output, arriving)
        return (
            None,
            None,
            None,
            *gradients.inputs,
            *gradients.states,
            *gradients.weights,
            *gradients.derived,
        )
