"""Kingma & Ba 2015, Adam: a method for stochastic optimization, arXiv 1412.6980.

beta1 = momentum, beta2 = 0.999, eps = 1e-8.
"""

from torch import Tensor
from torch.optim.adam import adam

from recurra.train.optimisers import STEP, Averages, Now, Optimiser, kept


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place."""
    means, squares = kept("exp_avg", parameters, of), kept("exp_avg_sq", parameters, of)
    steps = kept(STEP, parameters, of)
    adam(
        parameters, gradients, means, squares, [], steps,
        fused=True, amsgrad=False, beta1=now.momentum, beta2=0.999, lr=now.rate, weight_decay=0.0,
        eps=1e-8, maximize=False,
    )  # fmt: skip


OPTIMISER = Optimiser(update, rates=(1e-4, 1e-1))
