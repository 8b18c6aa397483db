"""Vectors for tokens: what stands before a network whose inputs are numbers of words or symbols."""

from typing import final

import torch
from torch import Tensor, nn


@final
class Embedding(nn.Module):
    """x = E[token]; E [tokens, size] is learned and starts with normal numbers of variance 1.

    Takes tokens [T,B] int64 (any shape) and gives [T,B,size].

    >>> embedding = Embedding(10, 4, generator=torch.Generator().manual_seed(0))
    >>> tuple(embedding(torch.zeros(3, 2, dtype=torch.int64)).shape)
    (3, 2, 4)
    """

    def __init__(self, tokens: int, size: int, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.tokens, self.size = tokens, size
        self.weight = nn.Parameter(torch.empty(tokens, size))
        self.reset_parameters(generator)

    @torch.no_grad()
    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all vectors anew."""
        self.weight.normal_(generator=generator)

    def forward(self, tokens: Tensor) -> Tensor:
        """The vector of each token."""
        return nn.functional.embedding(tokens, self.weight)
