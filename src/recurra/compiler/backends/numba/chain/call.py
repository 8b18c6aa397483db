"""Calls of the fast backend as torch sees them: one for a whole sequence, and its derivatives.

In eager mode a sequence is one node of autograd. While torch traces (torch.compile, torch.func,
fake tensors) it is the operator `recurra::chain`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backend import Prepared
from recurra.compiler.backends.numba.chain.collect import Sized
from recurra.compiler.backends.numba.chain.plan import plan
from recurra.compiler.backends.numba.chain.rows import Rows, rows_of
from recurra.compiler.backends.numba.chain.run import Forward, Given, bound, fitting
from recurra.compiler.backends.numba.machine.memory import Piece
from recurra.compiler.backends.numba.tree.plan import TreeSized
from recurra.compiler.backends.reference import Reference, applied, parameters, product_of
from recurra.errors import SettingError
from recurra.ir import Graph, Node

NAMES = {torch.float32: "float32", torch.float64: "float64"}
PLAIN = (Tensor, torch.nn.Parameter)
Counts = tuple[int, int, int, int]  # of inputs, states, weights, derived values

_known: dict[Any, tuple[Graph, Sized]] = {}  # graph, dtype and sizes -> plan with sizes
_numbered: dict[int, Sized] = {}


def run(
    graph: Graph,
    sizes: Mapping[str, int],
    weights: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
    lengths: Tensor | None,
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """As `Backend.run` says."""
    tensors = [*inputs, *states, *weights.values()]
    check(tensors)
    sized = known(graph, sizes, states[0].dtype)
    derived = derived_values(sized, weights) if sized.derived else []
    tensors += derived
    grows = torch.is_grad_enabled() and any(t.requires_grad for t in tensors)
    if lengths is not None:
        lengths = lengths.to(device="cpu", dtype=torch.int64)
    counts = (len(inputs), len(states), len(weights), len(derived))
    if _traced(states[0]):
        from recurra.compiler.backends.numba.chain.operator import chain

        found = chain(*_parted(tensors, counts), lengths, sized.number, grows)
        return found[0], tuple(found[1 : 1 + len(states)])
    steps, batch = inputs[0].shape[:2]
    rows = rows_of(steps, batch, lengths)
    if grows:
        output, *finals = Chain.apply(bound(sized, rows, True), counts, None, *tensors)
    else:
        output, finals = fitting(sized, rows).run(given(tensors, counts), 0)
    return output, tuple(finals)


def known(graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype) -> Sized:
    """The plan of a graph with its sizes; a graph is known again by being the same object."""
    key = (id(graph), dtype, *sizes.values())
    found = _known.get(key)
    if found is None:
        sized = Sized(plan(graph, NAMES[dtype], sizes), sizes)
        found = _known[key] = (graph, sized)
        _numbered[sized.number] = sized
    return found[1]


def prepared(
    graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, steps: int, batch: int, train: bool
) -> Prepared | None:
    """As `Backend.prepared` says; torch computes values of parameters alone, as in `run`."""
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

    def run(tensors: Sequence[Tensor], at: Sequence[int]) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = Chain.apply(own, counts, at, *tensors)
        return found

    return run


def _without_gradient(own: Forward) -> Prepared:
    plan, rows = own.sized.plan, own.rows
    first, last = len(plan.graph.inputs), len(plan.graph.inputs) + len(plan.graph.states)
    shape = (rows.steps, rows.batch, own.sized.output_width)
    like = torch.empty(shape, dtype=getattr(torch, plan.dtype))

    def run(tensors: Sequence[Tensor], at: Sequence[int]) -> tuple[Tensor, ...]:
        output = torch.empty_like(like)  # a third of the time of `empty` with a type
        finals = [torch.empty_like(s) for s in tensors[first:last]]
        own.call(output.data_ptr(), [f.data_ptr() for f in finals], at)
        return (output, *finals)

    return run


def numbered(number: int) -> Sized:
    """The plan with sizes of a number."""
    return _numbered[number]


def _traced(like: Tensor) -> bool:
    if torch.compiler.is_compiling() or type(like) not in PLAIN:
        return True
    return bool(torch._C._are_functorch_transforms_active())


def check(tensors: Sequence[Tensor]) -> None:
    """Kernels read memory as it is: all of it must be of one type and on the CPU."""
    dtype = tensors[0].dtype
    if all(t.dtype is dtype and t.is_cpu for t in tensors):
        return
    found = {(str(t.dtype).removeprefix("torch."), t.device.type) for t in tensors}
    kinds = " and ".join(sorted(f"{dtype} on {device}" for dtype, device in found))
    raise SettingError(f"inputs, states and weights are {kinds}: convert them with .to()")


def derived_values(sized: Sized | TreeSized, weights: Mapping[str, Tensor]) -> list[Tensor]:
    """Values of parameters alone, by torch, which also differentiates them."""
    graph, like = sized.plan.graph, next(iter(weights.values()))
    params = parameters(graph, sized.sizes, weights)

    def value(node: Node) -> Tensor:
        if node.op == "constant":
            return torch.tensor(node.value, dtype=like.dtype)
        if node.op in ("bias", "vector", "scalar"):
            return params[node.param]
        args = [value(a) for a in node.args]
        if node.op == "matmul":
            return product_of(graph, node, args[0], params)
        return applied(node, *args)

    return [
        value(n).reshape(-1).expand(sized.sizes.get(n.size, 1)).contiguous()
        for n in sized.plan.forward.derived.values()
    ]


def given(tensors: Sequence[Tensor], counts: Counts, at: Sequence[int] | None = None) -> Given:
    """All tensors as kernels read them; their addresses are given where all are contiguous."""
    if at is not None:
        return Given(*_parted(tensors, counts), at)
    return Given(*_parted([t if t.is_contiguous() else t.contiguous() for t in tensors], counts))


def _parted(tensors: Sequence[Any], counts: Counts) -> tuple[Any, Any, Any, Any]:
    a, b, c = counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]
    return tensors[:a], tensors[a:b], tensors[b:c], tensors[c:]


class Chain(torch.autograd.Function):
    """A sequence as a node of autograd."""

    @staticmethod
    def forward(
        ctx: Any, own: Forward, counts: Counts, at: Sequence[int] | None, *tensors: Tensor
    ) -> tuple[Tensor, ...]:
        """Output and final states."""
        ctx.set_materialize_grads(False)
        kept = own.kept.taken()
        output, finals = own.run(given(tensors, counts, at), kept.address)
        ctx.own, ctx.counts = own, counts
        # the backward pass uses the memory up: a second one finds it gone
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
                *by_reference(own.sized, own.rows.given, tensors, counts, arriving),
            )
        read = given(tensors, counts)
        try:
            kept: Piece = ctx.kept.pop()
        except IndexError:
            kept = own.kept.taken()
            output, _ = own.run(read, kept.address)
        wanted = tuple(ctx.needs_input_grad[3 : 3 + counts[0]])
        passing = own.backward(tuple([g is not None for g in arriving]), wanted)
        found = passing.run(read, kept.address, output, arriving)
        return None, None, None, *found.inputs, *found.states, *found.weights, *found.derived


def by_reference(
    sized: Sized,
    lengths: Tensor | None,
    tensors: Sequence[Tensor],
    counts: Counts,
    arriving: Sequence[Tensor | None],
) -> list[Tensor | None]:
    """The gradient as a differentiable computation: kernels would give wrong second derivatives."""
    # a state may depend on a weight (one call after the other): what comes that way is not this
    # node's own
    own = [t.view_as(t) for t in tensors]
    inputs, states, weights, derived = _parted(own, counts)
    named = dict(zip(sized.names, weights, strict=True))
    starts = [s.reshape(s.shape[-2:]) for s in states]  # some come as [1, B, units]
    output, finals = Reference().run(sized.plan.graph, sized.sizes, named, inputs, starts, lengths)
    outputs = [
        (o, g.reshape(o.shape)) for o, g in zip((output, *finals), arriving, strict=True)
        if g is not None and o.requires_grad
    ]  # fmt: skip
    leaves = [t for t in (*inputs, *states, *weights) if t.requires_grad]
    found = torch.autograd.grad(
        [o for o, _ in outputs], leaves, [g for _, g in outputs], create_graph=True,
        allow_unused=True,
    )  # fmt: skip
    by_leaf = {id(t): g for t, g in zip(leaves, found, strict=True)}
    # what comes by way of a derived value is in the weights' gradients already
    return [by_leaf.get(id(t)) for t in (*inputs, *states, *weights)] + [None] * len(derived)
