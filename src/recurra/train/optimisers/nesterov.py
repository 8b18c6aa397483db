"""Nesterov 1983 as Sutskever et al. 2013 (ICML, On the importance of initialization and momentum)
have it: the heavy ball, with the gradient taken where the velocity will have led to.

v ← μ v + g, θ ← θ - η (g + μ v), as torch writes it. A steady gradient moves the parameters by
η / (1 - μ).
"""

from torch import Tensor

from recurra.train.optimisers import Averages, Now, Optimiser
from recurra.train.optimisers.sgd import heavy_ball


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place."""
    heavy_ball(parameters, gradients, of, now, nesterov=now.momentum > 0)


OPTIMISER = Optimiser(update, rates=(1e-4, 1e0))
