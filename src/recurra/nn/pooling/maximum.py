"""The largest value of each feature over all steps."""

from typing import final

import torch
from torch import Tensor

from recurra.nn.pooling.pool import Carried, Pooling, own_steps


@final
class Maximum(Pooling):
    """y_f = max_t h_tf over a sequence's own steps; no parameters. Equal largest ones share the
    gradient.

    >>> Maximum(1)(torch.tensor([[[1.0]], [[5.0]], [[9.0]]]), torch.tensor([2])).tolist()
    [[5.0]]
    """

    name = "max"

    def forward(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """The largest of a sequence's own steps."""
        return own_steps(features, lengths, -torch.inf).amax(0)

    def first(self, features: Tensor) -> Carried:
        """The step."""
        return (features,)

    def more(self, carried: Carried, features: Tensor) -> Carried:
        """The larger of both."""
        return (torch.maximum(carried[0], features),)

    def pooled(self, carried: Carried) -> Tensor:
        """The largest so far."""
        return carried[0]
