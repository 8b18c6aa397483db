"""The pinball loss (Koenker & Bassett 1978, Econometrica 46): the output is a quantile."""

from torch import Tensor

from recurra.nn.heads.likelihood import SquaredError
from recurra.settings.training import Objective


class Quantile(SquaredError):
    """max(q (y - z), (q - 1) (y - z)) of output z, target y and level q.

    >>> import torch
    >>> float(Quantile(0.9).loss(torch.zeros(1, 1, 1), torch.ones(1, 1, 1)))
    0.8999999761581421
    """

    def __init__(self, level: float) -> None:
        self.level = level

    def loss(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """Mean pinball loss."""
        error = target - output
        return (self.level * error).maximum((self.level - 1) * error).mean()


def likelihood(objective: Objective) -> Quantile:
    """Of its level."""
    return Quantile(objective.quantile)
