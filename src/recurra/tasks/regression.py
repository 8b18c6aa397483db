"""One value, or a few, for each sequence."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, final

import numpy as np
import torch
from torch import nn

from recurra.data import Parts, Sequences, fingerprint
from recurra.data.leakage import audit_sequences, say, serious
from recurra.data.scale import fit_sequences
from recurra.nn.batch import Batch
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ForecastHead
from recurra.records import DataSummary
from recurra.tasks import baselines, scores
from recurra.tasks.sequence_parts import SequenceParts
from recurra.tasks.task import PARTS, Baseline, Blocks

EMBEDDING = 50  # numbers that stand for a token


@final
class Regression:
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
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self.data, self.parts = data, parts
        self.index = {part: parts[part] for part in PARTS}
        self.input_size = embedding if data.tokens else len(data.channels)
        self.output_shape: tuple[int, ...] = (1, len(data.targets))
        self.score = scores.find(score or "rmse", self.name)
        self.scaler = fit_sequences(data, parts.train)
        known = data.y[parts.train]
        self.centre = known.mean(axis=0)
        spread = known.std(axis=0)
        self.spread = np.where(spread > 0, spread, 1.0)
        scaled = {
            part: torch.from_numpy((self.truth(part) - self.centre) / self.spread).to(dtype)
            for part in PARTS
        }
        self._parts = SequenceParts(data, self.index, self.scaler, scaled, dtype)

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        return ForecastHead(features, 1, len(self.data.targets), generator=generator)

    def front(self, generator: torch.Generator | None = None) -> nn.Module | None:
        """New vectors for tokens; None where inputs are numbers."""
        if not self.data.tokens:
            return None
        return Embedding(self.data.tokens, self.input_size, generator=generator)

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All examples of a part once: shuffled by (seed, epoch) alone, or in order without."""
        return self._parts.batches(part, batch_size, seed, epoch)

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        return self._parts.steps(part, batch_size)

    def sequences(self, part: str) -> list[np.ndarray]:
        """The sequences of a part, each [T,channels], scaled as the networks get them."""
        return self._parts.sequences(part)

    def truth(self, part: str) -> np.ndarray:
        """Actual values [N,1,K]."""
        return self.data.y[self.index[part]][:, None, :]

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Values [N,1,K] in the user's units."""
        return self._parts.decoded(model, part, batch_size) * self.spread + self.centre

    def facts(self) -> dict[str, Any]:
        """What predicting for new sequences needs, as plain JSON."""
        return {
            "name": self.name,
            "targets": list(self.data.targets),
            "channels": list(self.data.channels),
            "scaler": self.scaler.to_dict(),
            "centre": self.centre.tolist(),
            "spread": self.spread.tolist(),
        }

    def baselines(self) -> tuple[Baseline, ...]:
        """The mean."""
        return baselines.regression()

    def blocks(self, part: str) -> Blocks:
        """Examples do not depend on each other."""
        return Blocks()

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        audit = audit_sequences(self.data, self.parts, self.scaler)
        lengths = self.data.lengths()
        return DataSummary(
            name=self.data.name,
            task=self.name,
            fingerprint=fingerprint(self.data),
            counts={part: len(self.index[part]) for part in PARTS},
            channels=self.data.channels,
            lengths=(int(lengths.min()), int(np.median(lengths)), int(lengths.max())),
            targets=self.data.targets,
            inferred=self.data.inferred,
            cleaned=self.data.cleaned,
            split=(*self.parts.sentences, *say(audit)),
            leaks=serious(audit),
        )
