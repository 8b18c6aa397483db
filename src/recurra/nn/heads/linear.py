"""The linear layer that heads end in."""

import math

import torch
from torch import nn


def linear(inputs: int, outputs: int, generator: torch.Generator | None) -> nn.Linear:
    """A linear layer whose start is drawn from `generator` alone.

    >>> a, b = (linear(3, 2, torch.Generator().manual_seed(0)) for _ in range(2))
    >>> torch.equal(a.weight, b.weight)
    True
    """
    layer = nn.Linear(inputs, outputs, device="meta")  # draws nothing from torch's own generator
    for name, parameter in list(layer.named_parameters()):
        # as nn.utils.skip_init has it, which loads a third of a second's worth of torch first
        setattr(layer, name, nn.Parameter(torch.empty(parameter.shape, dtype=parameter.dtype)))
    draw(layer, generator)
    return layer


@torch.no_grad()
def draw(layer: nn.Linear, generator: torch.Generator | None) -> None:
    """Weights and bias uniform in ±1/sqrt(inputs), as torch starts its linear layers."""
    bound = 1 / math.sqrt(max(1, layer.in_features))
    for parameter in layer.parameters():
        parameter.uniform_(-bound, bound, generator=generator)
