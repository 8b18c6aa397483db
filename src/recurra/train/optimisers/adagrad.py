"""Duchi, Hazan & Singer 2011 (JMLR 12), without a decay of the rate.

s ← s + g², θ ← θ - η g / (√s + eps), eps = 1e-4.

Le and Zuidema's code has the same AdaGrad but for the first update of each matrix and of each
word's vector, which there is plain gradient descent, θ ← θ - η g; here as everywhere else it is
about η in each coordinate. Their rate can decay, too.
"""

from torch import Tensor
from torch.optim.adagrad import adagrad

from recurra.train.optimisers import STEP, Averages, Now, Optimiser, kept

EPS = 1e-4  # of Le and Zuidema's code (lephong/lstm-rnn)


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place; there is no momentum."""
    sums, steps = kept("sum", parameters, of), kept(STEP, parameters, of)
    adagrad(
        parameters, gradients, sums, steps,
        fused=True, lr=now.rate, weight_decay=0.0, lr_decay=0.0, eps=EPS, maximize=False,
    )  # fmt: skip


OPTIMISER = Optimiser(update, rates=(1e-3, 1e0), momentum=0.0)
