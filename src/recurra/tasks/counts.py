"""A count, or a few, for each sequence: how often something happens."""

from __future__ import annotations  # torch is loaded where it computes

from typing import TYPE_CHECKING, ClassVar, Self, final

import numpy as np

from recurra.data import Sequences
from recurra.tasks.baselines.log_linear import LogLinear, LogLinearSummary
from recurra.tasks.baselines.mean_value import MeanValue
from recurra.tasks.of_values import OfValues, refuse
from recurra.tasks.scores import Score, mean, of_values, score
from recurra.tasks.task import Baseline, Order
from recurra.words import say

if TYPE_CHECKING:
    from torch import Tensor


@final
class Poisson:
    """e^z - y z: z is the logarithm of a rate, y the count in units of what the rate 1 stands for.

    >>> import torch
    >>> bool((Poisson.decode(torch.randn(4, 1, 1)) > 0).all())
    True
    """

    name: ClassVar[str] = "counts"
    width: ClassVar[int] = 1

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean Poisson loss, without what does not depend on the output."""
        from torch.nn import functional

        return functional.poisson_nll_loss(output, target, log_input=True, full=False)

    @staticmethod
    def decode(output: Tensor) -> Tensor:
        """The rates [B,H,K]."""
        return output.exp()


def _deviance(truth: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """2 (y log(y / r) - (y - r)) of counts y and rates r, a mean over steps."""
    least = np.maximum(rate, np.finfo(float).tiny)
    # y log(y / r) is 0 at y = 0
    ratio = np.where(truth > 0, truth, 1.0) / np.where(truth > 0, least, 1.0)
    found: np.ndarray = (2 * (truth * np.log(ratio) - truth + rate)).mean(axis=1)
    return found


@final
class Counts(OfValues):
    """Sequences with whole numbers of at least 0, trained with the Poisson loss.

    The network says the logarithm of a rate, so that no answer is below 0. Counts are divided by
    their training mean m: a rate of 1 is the mean, and with z the output and y the count
    m (e^z - (y/m) z) is the Poisson loss of the rate m e^z but for a constant.

    >>> from recurra.data import split_values
    >>> x = [np.full((3, 1), k, "f4") for k in range(20)]
    >>> data = Sequences("n", x, np.arange(20.0)[:, None], (), ("c",), targets=("calls",))
    >>> task = Counts(data, split_values(data, seed=0))
    >>> task.score.info.name, float(task.targets("train").mean())
    ('deviance', 1.0)
    """

    name = "counts"
    asked: ClassVar[tuple[str, ...]] = ("counts",)
    scores: ClassVar[tuple[Score, ...]] = (
        score("deviance", _deviance, mean),
        *of_values("mae", "rmse"),
    )
    shown: ClassVar[tuple[str, ...]] = ("deviance", "mae", "rmse")
    fits: ClassVar = (LogLinear,)
    likelihood: ClassVar = Poisson

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Self:
        """Of sequences with counts; DataError where a value is none."""
        wrong = (data.y < 0) | (data.y != np.floor(data.y))
        refuse(
            data,
            wrong,
            lambda value, target: say("tasks.counts.no_count", value=value, target=target),
            cls.name,
        )
        return super().posed(data, order)

    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """0 and the mean; 1 where nothing was ever counted."""
        centre = known.mean(axis=0)
        return np.zeros_like(centre), np.where(centre > 0, centre, 1.0)

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean, and Poisson regression on summaries; of tokens, whose numbers cannot be
        averaged, the mean alone."""
        summaries = LogLinearSummary("poisson regression", "PoissonRegressor")
        return (MeanValue(),) if self.tokens else (MeanValue(), summaries)
