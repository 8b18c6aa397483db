"""What a head of values learns by, and what its outputs mean."""

from typing import ClassVar, Protocol

from torch import Tensor
from torch.nn import functional


class Likelihood(Protocol):
    """A loss of outputs [B,H,K] and targets [B,H,K], and the decoding that goes with it.

    It has no parameters. `name`: by which a bundle names it, which says how outputs are read; it
    stays. Outputs are [B,H,K * width].
    """

    name: ClassVar[str]
    width: ClassVar[int]

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean over examples, steps and targets, a scalar."""
        ...

    @staticmethod
    def decode(output: Tensor) -> Tensor:
        """What the user reads, but for centre and spread of the training part."""
        ...


class SquaredError:
    """(y - z)^2 of output z and target y: z is the mean itself.

    >>> import torch
    >>> float(SquaredError.loss(torch.zeros(1, 1, 2), torch.tensor([[[1.0, 2.0]]])))
    2.5
    """

    name: ClassVar[str] = "forecasting"
    width: ClassVar[int] = 1

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean squared error."""
        return functional.mse_loss(output, target)

    @staticmethod
    def decode(output: Tensor) -> Tensor:
        """The output as it is."""
        return output
