"""Loshchilov & Hutter 2019, Decoupled weight decay regularization, arXiv 1711.05101.

Adam whose weights shrink beside the gradient, θ ← θ (1 - η λ), with λ = 0.01 where `weight_decay`
says none. The decay is that of any optimiser (`recurra.train.optimizer`).
"""

from recurra.train.optimisers import Optimiser
from recurra.train.optimisers.adam import update

OPTIMISER = Optimiser(update, rates=(1e-4, 1e-1), decay=0.01)
