"""The absolute error: the output is a median."""

from torch import Tensor
from torch.nn import functional

from recurra.nn.heads.likelihood import SquaredError
from recurra.settings.training import Objective


class AbsoluteError(SquaredError):
    """|y - z| of output z and target y."""

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean absolute error."""
        return functional.l1_loss(output, target)


def likelihood(objective: Objective) -> type[AbsoluteError]:
    """It has nothing that could be set."""
    return AbsoluteError
