"""Rates of counts, by a log link."""

from typing import ClassVar, final

from torch import Tensor
from torch.nn import functional

from recurra.nn.heads.forecast import ForecastHead


@final
class CountHead(ForecastHead):
    """The logarithm z = W h + b of a rate; parameters and shapes are those of `ForecastHead`.

    The loss is that of Poisson, e^z - y z, its mean over examples, steps and targets; y is the
    count in units of what the rate 1 stands for.

    >>> import torch
    >>> head = CountHead(8, horizon=1)
    >>> bool((head.decode(head(torch.randn(4, 8))) > 0).all())
    True
    """

    part: ClassVar[str] = "counts"

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        """Mean Poisson loss, without what does not depend on the output."""
        return functional.poisson_nll_loss(output, target, log_input=True, full=False)

    def decode(self, output: Tensor) -> Tensor:
        """The rates [B,H,targets]."""
        return output.exp()
