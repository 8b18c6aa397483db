"""What compiled backends leave to torch: values of parameters only, and second derivatives."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from recurra.compiler.backends.reference import Reference, applied, parameters, product_of
from recurra.ir import ONE, Graph, Node

Counts = tuple[int, int, int, int]  # of inputs, states, weights, derived values


def derived_values(
    graph: Graph,
    derived: Mapping[str, Node],
    sizes: Mapping[str, int],
    weights: Mapping[str, Tensor],
) -> list[Tensor]:
    """Values of parameters alone, by torch, which also differentiates them."""
    if not derived:
        return []
    like, params = next(iter(weights.values())), parameters(graph, sizes, weights)

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
        value(n).reshape(-1).expand(1 if n.size == ONE else sizes[n.size]).contiguous()
        for n in derived.values()
    ]


def by_reference(
    graph: Graph,
    sizes: Mapping[str, int],
    lengths: Tensor | None,
    tensors: Sequence[Tensor],
    counts: Counts,
    arriving: Sequence[Tensor | None],
) -> list[Tensor | None]:
    """The gradient as a differentiable computation: kernels would give wrong second derivatives."""
    # a state may depend on a weight (one call after the other); that part of the gradient does
    # not belong to this node
    own = [t.view_as(t) for t in tensors]
    a, b, c = counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]
    inputs, states, weights, derived = own[:a], own[a:b], own[b:c], own[c:]
    named = dict(zip([g.name for g in graph.groups], weights, strict=True))
    starts = [s.reshape(s.shape[-2:]) for s in states]  # some come as [1, B, units]
    output, finals = Reference().run(graph, sizes, named, inputs, starts, lengths)
    outputs = [
        (o, g.reshape(o.shape)) for o, g in zip((output, *finals), arriving, strict=True)
        if g is not None and o.requires_grad
    ]  # fmt: skip
    leaves = [t for t in (*inputs, *states, *weights) if t.requires_grad]
    if not outputs or not leaves:
        return [None] * len(tensors)
    gradients = torch.autograd.grad(
        [o for o, _ in outputs], leaves, [g for _, g in outputs], create_graph=True,
        allow_unused=True,
    )  # fmt: skip
    by_leaf = {id(t): g for t, g in zip(leaves, gradients, strict=True)}
    # the weights' gradients already include what flows through a derived value
    return [by_leaf.get(id(t)) for t in (*inputs, *states, *weights)] + [None] * len(derived)
