"""What tasks with one value, or a few, for each sequence have in common."""

from __future__ import annotations  # torch is loaded where it computes

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from recurra.data import Parts, Sequences, split_values
from recurra.records import DataSummary
from recurra.tasks import scores
from recurra.tasks.of_sequences import EMBEDDING, OfSequences
from recurra.tasks.task import Order

if TYPE_CHECKING:
    import torch
    from torch import nn


class OfValues(OfSequences):
    """Sequences with values in three parts; the network's last step says the values.

    Networks are trained on (value - centre) / spread and scored in the user's units. Values and
    answers are [N,1,K] for K targets, a forecast of one step, so that the scores of forecasts
    serve. A member says centre and spread, its head and its baselines.
    """

    of: ClassVar[str] = "values"
    picture: ClassVar[str] = ""
    probabilities: ClassVar[bool] = False
    default: ClassVar[str]  # the score that decides where none is asked for

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
        self.score = scores.find(score or self.default, self.name)
        self.centre, self.spread = self.scale(data.y[parts.train])

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Self:
        """Of sequences with values, split at random."""
        order.plain()
        return cls(data, split_values(data, order.seed), score=order.score, dtype=order.dtype)

    @abstractmethod
    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Centre [K] and spread [K] above zero, of the training values [N,K]."""

    @property
    def tokens(self) -> int:
        """How many different tokens there are; 0 where inputs are numbers."""
        return self.data.tokens

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

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        return self._summary(self.data.inferred, targets=self.data.targets)
