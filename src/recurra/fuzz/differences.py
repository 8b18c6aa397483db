"""Gradients held to finite differences, along one direction for each tensor."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from recurra.compiler.conformance import Differs
from recurra.words import say

STEPS = (1e-5, 1e-6)
TRIES = 4  # directions; where two steps differ in a direction there is a kink on the way
# of a central difference in double precision: eps² from the third derivative, 1e-16 / eps from
# rounding, both times what the values of a few steps amplify
BOUND = 1e-5


def directional(
    loss: Callable[[Sequence[Tensor]], float],
    leaves: Sequence[Tensor],
    gradients: Sequence[Tensor],
) -> float:
    """The largest difference between gradients and central differences, relative to a slope.

    Raises Differs where it is larger than `BOUND`. Directions that meet a kink are left out.
    """
    generator, largest = torch.Generator().manual_seed(2), 0.0
    for number, gradient in enumerate(gradients):
        if not gradient.numel():
            continue
        for _ in range(TRIES):
            direction = torch.randn(gradient.shape, generator=generator, dtype=gradient.dtype)
            slopes = [_slope(loss, leaves, number, direction, eps) for eps in STEPS]
            expected = float((gradient * direction).sum())
            scale = max(1.0, abs(slopes[0]), float(gradient.abs().max()))
            if abs(slopes[0] - slopes[1]) > BOUND * scale / 4:
                continue
            worst = abs(slopes[0] - expected) / scale
            if not worst <= BOUND:
                raise Differs(
                    say(
                        "compiler.conformance.slope_differs",
                        gradient=number,
                        slope=expected,
                        differences=slopes[0],
                    ),
                    worst,
                )
            largest = max(largest, worst)
            break
    return largest


def _slope(
    loss: Callable[[Sequence[Tensor]], float],
    leaves: Sequence[Tensor],
    number: int,
    direction: Tensor,
    eps: float,
) -> float:
    moved = []
    for sign in (1, -1):
        changed = [x.detach() for x in leaves]
        changed[number] = changed[number] + sign * eps * direction
        moved.append(loss(changed))
    return (moved[0] - moved[1]) / (2 * eps)
