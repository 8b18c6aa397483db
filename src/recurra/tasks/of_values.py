"""What tasks with one value, or a few, for each sequence have in common."""

from __future__ import annotations  # torch is loaded where it computes

from abc import abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from recurra.data import Parts, Sequences, split_values
from recurra.errors import DataError
from recurra.records import DataSummary, Objective
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.of_sequences import EMBEDDING, OfSequences
from recurra.tasks.scores import Score, default, pick
from recurra.tasks.task import Order
from recurra.words import Words, say

if TYPE_CHECKING:
    import torch
    from torch import nn


class OfValues(OfSequences):
    """Sequences with values in three parts; the network's last step says the values.

    Networks are trained on (value - centre) / spread and scored in the user's units. Values and
    answers are [N,1,K] for K targets, a forecast of one step, so that the scores of forecasts
    serve. A member says its scores (the first decides where none is asked for), centre and spread,
    its baselines, and its likelihood where that is not the squared error.
    """

    of: ClassVar[str] = "values"
    picture: ClassVar[str] = ""
    probabilities: ClassVar[bool] = False
    scores: ClassVar[tuple[Score, ...]]
    shown: ClassVar[tuple[str, ...]]
    fits: ClassVar[tuple[type[FittedBaseline], ...]] = ()
    # The loss and the decoding of its head (`recurra.nn.heads.Likelihood`); None: squared error.
    likelihood: ClassVar[Any] = None

    def __init__(
        self,
        data: Sequences,
        parts: Parts,
        *,
        score: str | None = None,
        embedding: int = EMBEDDING,
        dtype: torch.dtype | str | None = None,
        objective: Objective | None = None,
    ) -> None:
        super().__init__(data, parts, embedding, dtype)
        self.output_shape: tuple[int, ...] = (1, len(data.targets))
        self.objective = objective or Objective()
        self.score = pick(
            self.scores, score or default(self.objective, self.scores[0].info.name), self.name,
            level=self.objective.quantile,
        )  # fmt: skip
        if self.score.info.name == "mape":
            _check_no_zero(data)
        self.centre, self.spread = self.scale(data.y[parts.train])

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Self:
        """Of sequences with values, split at random."""
        parts = split_values(data, order.seed)
        objective = order.plain(cls.name).of_values() if cls.likelihood else order.of_values()
        return cls(data, parts, score=order.score, dtype=order.dtype, objective=objective)

    @abstractmethod
    def scale(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Centre [K] and spread [K] above zero, of the training values [N,K]."""

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        from recurra.nn.heads import ForecastHead, likelihoods

        targets, own = len(self.data.targets), likelihoods.find(self.objective)
        likelihood = own or self.likelihood
        return ForecastHead(features, 1, targets, likelihood=likelihood, generator=generator)

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
            **self._recorded(),
            **self._table_facts(),
            "scaler": self.scaler.to_dict(),
            **({"prepare": dict(self.data.prepare)} if self.data.prepare else {}),
            "centre": self.centre.tolist(),
            "spread": self.spread.tolist(),
        }

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        return self._summary(self.data.inferred, targets=self.data.targets)


def _check_no_zero(data: Sequences) -> None:
    """A share of a value has no meaning at zero."""
    for name, count in zip(data.targets, (data.y == 0).sum(axis=0).tolist(), strict=True):
        if count:
            what = say("tasks.forecasting.zeros", target=name, count=count)
            raise DataError(what, column=name, remedy=say("tasks.forecasting.other_score"))


def refuse(
    data: Sequences, wrong: np.ndarray, what: Callable[[float, str], Words], task: str
) -> None:
    """Raise DataError where a value [N,K] is wrong for a task: of the first one, `what` says so."""
    if not wrong.any():
        return
    example, target = (int(k) for k in np.argwhere(wrong)[0])
    raise DataError(
        what(float(data.y[example, target]), data.targets[target]),
        file=data.files[0] if data.files else data.name,
        remedy=say("tasks.pose.as_values", task=task),
    )
