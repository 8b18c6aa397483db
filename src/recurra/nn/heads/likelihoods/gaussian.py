"""A normal distribution of each value: two outputs, its mean and the logarithm of its variance."""

from typing import ClassVar

from torch import Tensor

from recurra.nn.heads.likelihood import SquaredError
from recurra.settings.training import Objective


class Gaussian(SquaredError):
    """(s + (y - m)² e^-s) / 2 of outputs m, s and target y: -log p but for a constant.

    Nix & Weigend 1994 (ICNN). What a user reads is the mean.

    >>> import torch
    >>> float(Gaussian.loss(torch.zeros(1, 1, 2), torch.ones(1, 1, 1)))
    0.5
    """

    name: ClassVar[str] = "gaussian"
    answers: ClassVar[str] = SquaredError.name  # its decoding, to whom expects that of another
    width: ClassVar[int] = 2

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean over examples, steps and targets."""
        mean, spread = output.chunk(2, -1)
        return (spread + (target - mean).square() * (-spread).exp()).mean() / 2

    @staticmethod
    def decode(output: Tensor) -> Tensor:
        """The means."""
        return output.chunk(2, -1)[0]


def likelihood(objective: Objective) -> type[Gaussian]:
    """It has nothing that could be set."""
    return Gaussian
