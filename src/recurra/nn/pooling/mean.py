"""The mean over all steps."""

from typing import final

import torch
from torch import Tensor

from recurra.nn.pooling.pool import Carried, Pooling, own_steps


@final
class Mean(Pooling):
    """y = 1/T Σ_t h_t over a sequence's own T steps; no parameters.

    >>> Mean(1)(torch.tensor([[[1.0]], [[5.0]], [[9.0]]]), torch.tensor([2])).tolist()
    [[3.0]]
    """

    name = "mean"

    def forward(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """The sum of a sequence's own steps by their number."""
        total = own_steps(features, lengths, 0.0).sum(0)
        if lengths is None:
            return total / len(features)
        return total / lengths.to(total)[:, None]

    def weights(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """1/T each."""
        alike = own_steps(torch.ones_like(features[..., :1]), lengths, 0.0)[..., 0]
        return alike / alike.sum(0)

    def first(self, features: Tensor) -> Carried:
        """Number of steps [B,1], and the mean, which does not grow as a sum would."""
        return torch.ones_like(features[:, :1]), features

    def more(self, carried: Carried, features: Tensor) -> Carried:
        """The mean moves towards the new step."""
        steps, mean = carried
        steps = steps + 1
        return steps, mean + (features - mean) / steps

    def pooled(self, carried: Carried) -> Tensor:
        """The mean so far."""
        return carried[1]
