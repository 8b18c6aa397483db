"""A penalty on large weights, λ/2 Σ θ²: λ θ is added to the gradient of each parameter.

Unlike weight decay it goes through the optimiser: Adam divides it by the size of the gradients
(Loshchilov & Hutter 2019, arXiv 1711.05101). The loss that is shown is without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def acting(model: nn.Module, strength: float) -> Iterator[None]:
    """Add to the gradients once they are there."""
    yield
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad.add_(parameter, alpha=strength)
