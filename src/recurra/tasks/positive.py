"""A value above 0, or a few, for each sequence: durations, amounts, sizes."""

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

FARTHEST = 600.0  # a logarithm whose power is still a number


@final
class Gamma:
    """z + y e^-z: z is the logarithm of a mean, y the value in units of what the mean 1 stands for.

    It is what depends on the mean in -log p of a gamma distribution, divided by its shape, which
    is taken to be the same for all examples: an error counts by its share of the value.

    >>> import torch
    >>> z, y = torch.zeros(1, 1, 1), torch.full((1, 1, 1), 3.0)
    >>> float(Gamma.loss(z, y)), float(Gamma.decode(z))
    (3.0, 1.0)
    """

    name: ClassVar[str] = "positive"
    width: ClassVar[int] = 1

    @staticmethod
    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Mean gamma loss, without what does not depend on the output."""
        return (output + target * (-output).exp()).mean()

    @staticmethod
    def decode(output: Tensor) -> Tensor:
        """The means [B,H,K], above 0 even where the power underflows."""
        import torch

        return output.exp().clamp_min(torch.finfo(output.dtype).tiny)


def _deviance(truth: np.ndarray, found: np.ndarray) -> np.ndarray:
    """2 (y / m - 1 - log(y / m)) of values y and means m, a mean over steps."""
    tiny = np.finfo(float).tiny
    ratio = np.log(np.maximum(truth, tiny)) - np.log(np.maximum(found, tiny))
    ratio = np.minimum(ratio, FARTHEST)
    deviance: np.ndarray = (2 * (np.expm1(ratio) - ratio)).mean(axis=1)
    return deviance


@final
class Positive(OfValues):
    """Sequences with values above 0, trained with the gamma loss.

    The network says the logarithm of a mean, so that every answer is above 0, and errors count by
    their share: 2 hours in place of 1 are as wrong as 2 days in place of 1. Values are divided by
    their training mean.

    >>> from recurra.data import split_values
    >>> x = [np.full((3, 1), k, "f4") for k in range(20)]
    >>> data = Sequences("n", x, np.arange(1.0, 21.0)[:, None], (), ("c",), targets=("hours",))
    >>> task = Positive(data, split_values(data, seed=0))
    >>> task.score.info.name, round(float(task.targets("train").mean()), 6)
    ('gamma_deviance', 1.0)
    """

    name = "positive"
    asked: ClassVar[tuple[str, ...]] = ("positive",)
    scores: ClassVar[tuple[Score, ...]] = (
        score("gamma_deviance", _deviance, mean),
        *of_values("mae", "rmse", "mape"),
    )
    shown: ClassVar[tuple[str, ...]] = ("gamma_deviance", "mae", "rmse", "mape")
    fits: ClassVar = (LogLinear,)
    likelihood: ClassVar = Gamma

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Self:
        """Of sequences with values above 0; DataError where one is not."""
        refuse(
            data,
            ~((data.y > 0) & np.isfinite(data.y)),
            lambda value, target: say("tasks.positive.not_above", value=value, target=target),
            cls.name,
        )
        return super().posed(data, order)

    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """0 and the mean."""
        spread = known.mean(axis=0)
        return np.zeros_like(spread), spread

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean, and gamma regression on summaries; of tokens, whose numbers cannot be
        averaged, the mean alone."""
        summaries = LogLinearSummary("gamma regression", "GammaRegressor")
        return (MeanValue(),) if self.tokens else (MeanValue(), summaries)
