"""Graves 2011 (NIPS, Practical variational inference for neural networks), with fixed deviation.

The loss is that of weights with normal noise of this deviation, drawn anew at each update; its
gradient moves the weights without noise.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def acting(model: nn.Module, strength: float) -> Iterator[None]:
    """Inside, all weights are noisy."""
    learned = [p for p in model.parameters() if p.requires_grad]
    before = [p.detach().clone() for p in learned]
    with torch.no_grad():
        for parameter in learned:
            parameter.add_(torch.randn_like(parameter), alpha=strength)
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, value in zip(learned, before, strict=True):
                parameter.copy_(value)
