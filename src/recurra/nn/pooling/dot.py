"""Dot-product attention with a learned query."""

from typing import final

import torch
from torch import Tensor

from recurra.nn.pooling.pool import Attention


@final
class DotProduct(Attention):
    """y = Σ_t a_t h_t, a = softmax_t(q · h_t / sqrt(F)) with a learned query q; F parameters.

    The scaled score of Vaswani et al. 2017, arXiv 1706.03762, with one query for all sequences,
    and features that are their own keys and values. From memory.

    >>> pooling = DotProduct(4, torch.Generator().manual_seed(0))
    >>> pooling.weights(torch.zeros(2, 1, 4))[:, 0].tolist()
    [0.5, 0.5]
    """

    name = "dot"
    formula = "F"

    def __init__(self, features: int, generator: torch.Generator | None = None) -> None:
        super().__init__(features)
        self.query = torch.nn.Parameter(torch.empty(features))
        self.reset_parameters(generator)

    def scores(self, features: Tensor) -> Tensor:
        """q · h / sqrt(F)."""
        return features @ self.query * self.features**-0.5

    @torch.no_grad()
    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """q normal with variance 1, so that scores of features of that size are, too."""
        self.query.normal_(generator=generator)
