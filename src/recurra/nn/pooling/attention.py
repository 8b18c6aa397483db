"""Additive attention."""

from typing import final

import torch
from torch import Tensor

from recurra.nn.heads.linear import draw, linear
from recurra.nn.pooling.pool import Attention


@final
class Additive(Attention):
    """y = Σ_t a_t h_t, a = softmax_t(v · tanh(W h_t + b)); F² + 2F parameters.

    The score of Bahdanau, Cho & Bengio 2015, arXiv 1409.0473, without a decoder's state, which
    reading once has none of: then W h + b stands for W h + U s, and v is what Yang et al. 2016
    (Hierarchical Attention Networks, NAACL) call the word context vector. From memory.

    >>> pooling = Additive(4, torch.Generator().manual_seed(0))
    >>> pooling.weights(torch.zeros(5, 1, 4), torch.tensor([2]))[:, 0].tolist()
    [0.5, 0.5, 0.0, 0.0, 0.0]
    """

    name = "attention"
    formula = "F² + 2F"

    def __init__(self, features: int, generator: torch.Generator | None = None) -> None:
        super().__init__(features)
        self.inner = linear(features, features, generator)
        self.vector = torch.nn.Parameter(torch.empty(features))
        self._draw_vector(generator)

    def scores(self, features: Tensor) -> Tensor:
        """v · tanh(W h + b)."""
        return self.inner(features).tanh() @ self.vector

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """W, b and v uniform in ±1/sqrt(F)."""
        draw(self.inner, generator)
        self._draw_vector(generator)

    @torch.no_grad()
    def _draw_vector(self, generator: torch.Generator | None) -> None:
        bound = self.features**-0.5
        self.vector.uniform_(-bound, bound, generator=generator)
