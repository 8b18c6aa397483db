"""The loss of Huber 1964 (Annals of Mathematical Statistics 35), with δ = 1 deviation."""

from torch import Tensor
from torch.nn import functional

from recurra.nn.heads.likelihood import SquaredError
from recurra.settings.training import Objective


class Huber(SquaredError):
    """(y - z)² / 2 of errors up to 1, |y - z| - 1/2 of larger ones; targets are scaled to 1."""

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean Huber loss."""
        return functional.huber_loss(output, target)


def likelihood(objective: Objective) -> type[Huber]:
    """It has nothing that could be set."""
    return Huber
