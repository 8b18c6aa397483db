"""Vectors for tokens: what stands before a network whose inputs are numbers of words or symbols."""

from typing import Any, final

import torch
from torch import Tensor, nn


@final
class Embedding(nn.Module):
    """x = E[token]; E [tokens, size] is learned and starts uniformly within ± scale.

    Small numbers let a network find which tokens matter: with numbers of variance 1, as
    torch.nn.Embedding has them, it soon knows each training example by the accidental vectors of
    its tokens. 0.1 is the choice of Zaremba et al. 2014 (arXiv 1409.2329); Socher et al. 2013 take
    0.0001.

    Takes tokens [T,B] int64 (any shape) and gives [T,B,size].

    >>> embedding = Embedding(10, 4, generator=torch.Generator().manual_seed(0))
    >>> tuple(embedding(torch.zeros(3, 2, dtype=torch.int64)).shape)
    (3, 2, 4)
    """

    def __init__(
        self,
        tokens: int,
        size: int,
        *,
        scale: float = 0.1,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.tokens, self.size, self.scale = tokens, size, scale
        self.weight = nn.Parameter(torch.empty(tokens, size))
        self.reset_parameters(generator)

    @torch.no_grad()
    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all vectors anew."""
        self.weight.uniform_(-self.scale, self.scale, generator=generator)

    def forward(self, tokens: Tensor) -> Tensor:
        """The vector of each token."""
        return nn.functional.embedding(tokens, self.weight)

    def settings(self) -> dict[str, Any]:
        """What a bundle keeps: the arguments that build it again."""
        return {"tokens": self.tokens, "size": self.size}
