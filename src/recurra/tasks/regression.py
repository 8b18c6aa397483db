"""One value, or a few, for each sequence."""

from __future__ import annotations  # torch is loaded where it computes

from functools import cached_property
from typing import TYPE_CHECKING, Any, final

import numpy as np

from recurra.data import Parts, Sequences
from recurra.records import DataSummary
from recurra.tasks import baselines, scores
from recurra.tasks.of_sequences import EMBEDDING, OfSequences
from recurra.tasks.task import Baseline

if TYPE_CHECKING:
    import torch
    from torch import nn


@final
class Regression(OfSequences):
    """Sequences with values in three parts; the network's last step says the values.

    Trained with the squared error of targets that are scaled by mean and standard deviation of the
    training part; scored in the user's units. Values and answers are [N,1,K] for K targets, a
    forecast of one step, so that the scores of forecasts serve.

    >>> from recurra.data import split_values
    >>> x = [np.full((3, 1), k, "f4") for k in range(20)]
    >>> data = Sequences("n", x, np.arange(20.0)[:, None], (), ("c",), targets=("last",))
    >>> task = Regression(data, split_values(data, seed=0))
    >>> task.score.info.name, task.truth("test").shape
    ('rmse', (4, 1, 1))
    """

    name = "regression"

    def __init__(
        self,
        data: Sequences,
        parts: Parts,
        *,
        score: str | None = None,
        embedding: int = EMBEDDING,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__(data, parts, embedding, dtype)
        self.output_shape: tuple[int, ...] = (1, len(data.targets))
        self.score = scores.find(score or "rmse", self.name)
        known = data.y[parts.train]
        self.centre = known.mean(axis=0)
        spread = known.std(axis=0)
        self.spread = np.where(spread > 0, spread, 1.0)

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        from recurra.nn.heads import ForecastHead

        return ForecastHead(features, 1, len(self.data.targets), generator=generator)

    def targets(self, part: str) -> torch.Tensor:
        """Scaled values [N,1,K] for the loss."""
        import torch

        return torch.from_numpy((self.truth(part) - self.centre) / self.spread).to(self.dtype)

    def truth(self, part: str) -> np.ndarray:
        """Actual values [N,1,K]."""
        return self.data.y[self.index[part]][:, None, :]

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Values [N,1,K] in the user's units."""
        return self._decoded(model, part, batch_size) * self.spread + self.centre

    def facts(self) -> dict[str, Any]:
        """What predicting for new sequences needs, as plain JSON."""
        return {
            "name": self.name,
            "targets": list(self.data.targets),
            "channels": list(self.data.channels),
            "tokens": self.data.tokens,
            "scaler": self.scaler.to_dict(),
            "centre": self.centre.tolist(),
            "spread": self.spread.tolist(),
        }

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean."""
        return baselines.regression()

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        return self._summary(self.data.inferred, targets=self.data.targets)
