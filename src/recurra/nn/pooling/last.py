"""The last step alone."""

from typing import final

from torch import Tensor, nn

from recurra.nn.bodies.body import at_end, last_output
from recurra.nn.pooling.pool import Carried, Pooling


@final
class Last(Pooling):
    """y = h_T of each sequence's own last step T; no parameters.

    Of both directions each ends at its own end. Bodies that can compute their last step alone do.

    >>> import torch
    >>> Last(1)(torch.tensor([[[1.0]], [[2.0]]])).tolist()
    [[2.0]]
    """

    name = "last"

    def read(self, body: nn.Module, x: Tensor, lengths: Tensor | None) -> Tensor:
        """As the body itself has its end."""
        return at_end(body, x, lengths)

    def forward(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """The last step of each."""
        return last_output(features, lengths)

    def joined(self, early: Tensor, late: Tensor, before: Tensor) -> Tensor:
        """The last step of the later part."""
        return late[-1]

    def first(self, features: Tensor) -> Carried:
        """The step."""
        return (features,)

    def more(self, carried: Carried, features: Tensor) -> Carried:
        """The newer step."""
        return (features,)

    def pooled(self, carried: Carried) -> Tensor:
        """The newest step."""
        return carried[0]
