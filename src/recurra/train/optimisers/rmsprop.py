"""Tieleman & Hinton 2012, RMSProp (Lecture 6.5 of Neural networks for machine learning).

s ← α s + (1 - α) g², v ← μ v + g / (√s + eps), θ ← θ - η v, with α = 0.99 and eps = 1e-8, as torch
has it; μ is 0 where no momentum is given.
"""

from torch import Tensor
from torch.optim.rmsprop import rmsprop

from recurra.train.optimisers import STEP, Averages, Now, Optimiser, kept


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place."""
    squares, steps = kept("square_avg", parameters, of), kept(STEP, parameters, of)
    buffers = kept("momentum_buffer", parameters, of) if now.momentum else []
    rmsprop(
        parameters, gradients, squares, [], buffers, steps,
        foreach=False, lr=now.rate, alpha=0.99, eps=1e-8, weight_decay=0.0, momentum=now.momentum,
        centered=False,
    )  # fmt: skip


OPTIMISER = Optimiser(update, rates=(1e-5, 1e-1), momentum=0.0)
