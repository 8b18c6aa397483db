"""The classical heavy ball: v ← μ v + g, θ ← θ - η v.

A steady gradient moves the parameters by η / (1 - μ): with μ = 0.9 ten times the learning rate.
"""

from torch import Tensor
from torch.optim.sgd import sgd

from recurra.train.optimisers import Averages, Now, Optimiser


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place."""
    heavy_ball(parameters, gradients, of, now, nesterov=False)


def heavy_ball(
    parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now, nesterov: bool
) -> None:
    """torch's, with its buffers."""
    buffers = [found.get("momentum_buffer") for found in of]
    sgd(
        parameters, gradients, buffers,
        fused=True, weight_decay=0.0, momentum=now.momentum, lr=now.rate, dampening=0.0,
        nesterov=nesterov, maximize=False,
    )  # fmt: skip
    for found, buffer in zip(of, buffers, strict=True):
        if buffer is not None:  # made in the first update; there is none without momentum
            found["momentum_buffer"] = buffer


OPTIMISER = Optimiser(update, rates=(1e-4, 1e0))
