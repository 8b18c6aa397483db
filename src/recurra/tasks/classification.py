"""One class for each sequence."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, final

import numpy as np

from recurra.data import Parts, Sequences, split_classes
from recurra.data.sequences import Images
from recurra.errors import unknown
from recurra.records import DataSummary
from recurra.settings.training import CLASS_WEIGHTS
from recurra.tasks import baselines, scores
from recurra.tasks.of_sequences import EMBEDDING, OfSequences
from recurra.tasks.scores import CLASSIFICATION, Score
from recurra.tasks.task import PARTS, Baseline, Order
from recurra.words import Text, say

if TYPE_CHECKING:
    import torch
    from torch import nn

# The default score is balanced accuracy where the largest class is over this many times the
# smallest: always saying the largest class would look good by plain accuracy.
UNEQUAL = 3
SHOWN = 20  # weights in a sentence


@final
class Classification(OfSequences):
    """Labelled sequences in three parts; the network's last step says the class.

    `output` and `loss` go to `ClassificationHead`. `class_weights`: "none", "balanced" (see
    `balanced`), or a weight for each class; networks and baselines with a loss of their own use it.
    `embedding`: size of the vectors that stand for tokens, where the data hold tokens.

    >>> from recurra.data import gather, split_classes
    >>> from recurra.records import Source
    >>> data = gather(Source("digits"))
    >>> task = Classification(data, split_classes(data, seed=0))
    >>> batch = next(task.batches("train", 32, seed=0))
    >>> tuple(batch.x.shape), task.score.info.name
    ((8, 32, 8), 'accuracy')
    """

    name = "classification"
    of: ClassVar[str] = "sequences"
    asked: ClassVar[tuple[str, ...]] = ("auto", "classification")
    scores: ClassVar[tuple[Score, ...]] = CLASSIFICATION
    shown: ClassVar[tuple[str, ...]] = ("accuracy", "balanced", "f1", "logloss")
    picture: ClassVar[str] = "confusions"
    probabilities: ClassVar[bool] = True

    @classmethod
    def posed(cls, data: Sequences, order: Order) -> Classification:
        """Of labelled sequences, split with the classes in proportion."""
        chosen = order.of_classes()
        parts = split_classes(data, order.seed)
        return cls(data, parts, score=order.score, dtype=order.dtype, **chosen)

    def __init__(
        self,
        data: Sequences,
        parts: Parts,
        *,
        score: str | None = None,
        output: str = "softmax",
        loss: str = "cross_entropy",
        label_smoothing: float = 0.0,
        class_weights: str | Sequence[float] = "none",
        embedding: int = EMBEDDING,
        dtype: torch.dtype | str | None = None,
    ) -> None:
        super().__init__(data, parts, embedding, dtype)
        self.classes = data.classes
        self.output_shape: tuple[int, ...] = (len(data.classes),)
        self.score, self._why = choose(score, self._counts("train"))
        self.weights = _weights(class_weights, self._counts("train"))
        self._options: dict[str, Any] = {
            "output": output,
            "loss": loss,
            "label_smoothing": label_smoothing,
        }

    @property
    def tokens(self) -> int:
        """How many different tokens there are; 0 where inputs are numbers."""
        return self.data.tokens

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        from recurra.nn.heads import ClassificationHead

        return ClassificationHead(
            features,
            len(self.classes),
            class_weights=self.weights,
            generator=generator,
            **self._options,
        )

    def targets(self, part: str) -> torch.Tensor:
        """Labels [N] for the loss."""
        import torch

        return torch.from_numpy(self.truth(part).astype(np.int64))

    def truth(self, part: str) -> np.ndarray:
        """Labels [N] as indices into `classes`."""
        return self.data.y[self.index[part]]

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Probabilities [N,C]."""
        return self._decoded(model, part, batch_size)

    def facts(self) -> dict[str, Any]:
        """What predicting for new sequences needs, as plain JSON."""
        return {
            "name": self.name,
            "classes": list(self.classes),
            "channels": list(self.data.channels),
            "tokens": self.data.tokens,
            **({"divisor": float(self.data.x.divisor)} if isinstance(self.data.x, Images) else {}),
            **self._recorded(),
            **self._table_facts(),
            "scaler": self.scaler.to_dict(),
            **({"prepare": dict(self.data.prepare)} if self.data.prepare else {}),
        }

    def baselines(self) -> tuple[Baseline, ...]:
        """Majority, logistic regression (of recordings on their means, too), gradient boosting,
        MiniROCKET with ridge; of tokens, majority and a bag of words."""
        if self.data.tokens:
            return baselines.tokens()
        return baselines.classification(pieces=self.data.groups is not None)

    def weight_of(self) -> dict[int, float] | None:
        """The weight of each class as scikit-learn takes it; None where all are equal."""
        return None if self.weights is None else dict(enumerate(self.weights))

    def _counts(self, part: str) -> tuple[int, ...]:
        return tuple(np.bincount(self.truth(part), minlength=len(self.classes)).tolist())

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        return self._summary(
            (*self.data.inferred, *self._why, *_weighted(self.classes, self.weights)),
            classes=self.classes,
            class_counts={part: self._counts(part) for part in PARTS},
        )


def balanced(counts: Sequence[int]) -> tuple[float, ...]:
    """N / (C n_c) for N examples in C classes of n_c: every class has the same say in the loss.

    Their mean over the examples is 1.

    >>> balanced((30, 10))
    (0.6666666666666666, 2.0)
    """
    return tuple(sum(counts) / (len(counts) * max(1, count)) for count in counts)


def _weights(wanted: str | Sequence[float], counts: Sequence[int]) -> tuple[float, ...] | None:
    if not isinstance(wanted, str):
        return tuple(float(weight) for weight in wanted)
    if wanted not in CLASS_WEIGHTS:
        raise unknown(say("nouns.class_weights"), wanted, CLASS_WEIGHTS)
    return balanced(counts) if wanted == "balanced" else None


def _weighted(classes: tuple[str, ...], weights: tuple[float, ...] | None) -> tuple[Text, ...]:
    """What was done with class weights, and which models use them."""
    if weights is None:
        return ()
    kept = slice(SHOWN + 1)  # one more than is shown tells that there are more
    return (
        say(
            "tasks.classification.weighted",
            classes=classes[kept],
            weights=weights[kept],
            most=SHOWN,
        ),
    )


def choose(name: str | None, counts: tuple[int, ...]) -> tuple[scores.Score, tuple[Text, ...]]:
    """The score that decides: the one asked for, or the default with the reason in a sentence.

    >>> choose(None, (90, 10))[0].info.name, choose(None, (50, 50))[0].info.name
    ('balanced', 'accuracy')
    """
    if name is not None:
        return scores.find(name, "classification"), ()
    largest, smallest = max(counts), min(counts)
    if largest <= UNEQUAL * smallest:
        return scores.find("accuracy", "classification"), ()
    reason = say("tasks.classification.unequal", largest=largest, smallest=smallest)
    return scores.find("balanced", "classification"), (reason,)
