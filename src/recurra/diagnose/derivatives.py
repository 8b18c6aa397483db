"""Derivatives where a path may be missing: what nothing depends on has a gradient of zero.

A legal cell may hold a state that no loss depends on, one that is an old one, or an input that no
equation reads. torch refuses such derivatives; of a diagnosis each is a number, zero.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def derivatives(
    results: Sequence[Tensor], by: Sequence[Tensor], weights: Sequence[Tensor] | None = None
) -> list[Tensor]:
    """Σ weight · ∂result/∂b for each b, shaped as it; zero where no path leads there.

    Without `weights` results are scalars, or their elements are summed.

    >>> a, b = torch.ones(2, requires_grad=True), torch.ones(3, requires_grad=True)
    >>> [d.tolist() for d in derivatives([2 * a, torch.ones(1)], [a, b])]
    [[2.0, 2.0], [0.0, 0.0, 0.0]]
    """
    found = paths(results, by, weights)
    return [torch.zeros_like(b) if d is None else d for b, d in zip(by, found, strict=True)]


def paths(
    results: Sequence[Tensor], by: Sequence[Tensor], weights: Sequence[Tensor] | None = None
) -> list[Tensor | None]:
    """As `derivatives`; None where no path leads from b to a result.

    >>> a, b = torch.ones(2, requires_grad=True), torch.ones(3, requires_grad=True)
    >>> paths([a], [a, b])
    [tensor([1., 1.]), None]
    """
    given = [torch.ones_like(r) for r in results] if weights is None else weights
    pairs = [(r, w) for r, w in zip(results, given, strict=True) if r.requires_grad]
    asked = [b for b in by if b.requires_grad]
    if not pairs or not asked:
        return [None for _ in by]
    whole, upstream = zip(*pairs, strict=True)
    each = torch.autograd.grad(whole, asked, upstream, allow_unused=True)
    found = {id(b): d for b, d in zip(asked, each, strict=True)}
    return [found.get(id(b)) for b in by]


def differentiable(value: Tensor) -> Tensor:
    """The value as a place of its own at which a derivative can be taken.

    One that depends on nothing becomes a leaf: what follows depends on it all the same. Where no
    gradients are taken it has none, also if it is a parameter.
    """
    if not torch.is_grad_enabled():
        return value.detach()
    return value.view_as(value) if value.requires_grad else value.clone().requires_grad_()
