"""A count, or a few, for each sequence: how often something happens."""

from __future__ import annotations  # torch is loaded where it computes

from typing import TYPE_CHECKING, ClassVar, Self, final

import numpy as np

from recurra.data import Sequences
from recurra.errors import DataError
from recurra.tasks import baselines
from recurra.tasks.of_values import OfValues
from recurra.tasks.task import Baseline, Order
from recurra.words import say

if TYPE_CHECKING:
    import torch
    from torch import nn


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
    default: ClassVar[str] = "deviance"

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Self:
        """Of sequences with counts; DataError where a value is none."""
        wrong = (data.y < 0) | (data.y != np.floor(data.y))
        if wrong.any():
            example, target = (int(k) for k in np.argwhere(wrong)[0])
            value = float(data.y[example, target])
            raise DataError(
                say("tasks.counts.no_count", value=value, target=data.targets[target]),
                file=data.files[0] if data.files else data.name,
                remedy=say("tasks.counts.as_values"),
            )
        return super().posed(data, order)

    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """0 and the mean; 1 where nothing was ever counted."""
        mean = known.mean(axis=0)
        return np.zeros_like(mean), np.where(mean > 0, mean, 1.0)

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        from recurra.nn.heads import CountHead

        return CountHead(features, 1, len(self.data.targets), generator=generator)

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean; and of numbers a Poisson regression on summaries."""
        return baselines.counts(self.tokens)
