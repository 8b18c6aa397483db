"""One class for each tree, at its root; labels of all nodes may teach."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, final

import numpy as np

from recurra.data import Parts, Trees, fingerprint, fit_words, split_trees
from recurra.data.leakage import Finding, sentences, serious
from recurra.data.merge import merge
from recurra.errors import DataError
from recurra.records import DataSummary
from recurra.settings.readers import TreeSettings
from recurra.tasks import baselines
from recurra.tasks.classification import _weighted, _weights, choose
from recurra.tasks.given import GivenTrees
from recurra.tasks.of_sequences import EMBEDDING
from recurra.tasks.prediction import decoded
from recurra.tasks.scores import CLASSIFICATION, Score
from recurra.tasks.task import PARTS, Baseline, Blocks, Order
from recurra.words import say

if TYPE_CHECKING:
    import torch
    from torch import nn

    from recurra.nn import Forest
    from recurra.nn.batch import Batch
    from recurra.tasks.examples import Examples

LEAST = 2  # words that occur less often in the training part share one vector


def tree_classification(
    data: Trees,
    seed: int = 0,
    every: bool = False,
    *,
    score: str | None = None,
    **chosen: Any,
) -> TreeClassification:
    """The task of labelled trees: split by `seed` where the files do not fix the parts.

    `chosen`: output, loss and all else of `TreeClassification`. Raises DataError where roots have
    no labels or a part stays empty.
    """
    file = data.files[0] if data.files else data.name
    if (data.y < 0).any():
        number = int(np.flatnonzero(data.y < 0)[0]) + 1
        raise DataError(say("tasks.classification.no_root_label", tree=number), file=file)
    if len(data.classes) < 2:
        raise DataError(say("tasks.classification.one_label"), file=file)
    return TreeClassification(data, split_trees(data, seed), every=every, score=score, **chosen)


@final
class TreeClassification:
    """Labelled trees in three parts; what is known at the root says the class.

    Cells for trees get the trees; cells for chains get the words in the order of the sentence, and
    so do the baselines. Words are those of the training part, rare ones taken together. `every`:
    the labels of all nodes teach cells for trees; what chooses is the score of the roots even so.

    >>> from recurra.data.bracketed import parse
    >>> from recurra.data.trees import pack
    >>> raw = [parse(iter([f"({k % 2} (0 w{k % 2}) (1 b))"]))[0] for k in range(20)]
    >>> task = tree_classification(pack("two", raw))
    >>> batch = next(task.batches("train", 4, seed=0))
    >>> tuple(batch.x.shape), len(batch.trees), task.classes
    ((2, 4), 4, ('0', '1'))
    """

    name = "classification"
    of: ClassVar[str] = "trees"
    asked: ClassVar[tuple[str, ...]] = ("auto", "classification", "nodes")
    saved: ClassVar[str] = "trees"
    scores: ClassVar[tuple[Score, ...]] = CLASSIFICATION
    shown: ClassVar[tuple[str, ...]] = ("accuracy", "balanced", "f1", "logloss")
    picture: ClassVar[str] = "confusions"
    probabilities: ClassVar[bool] = True

    @classmethod
    def posed(cls, data: Trees, order: Order) -> TreeClassification:
        """Of labelled trees, their labels merged where that is asked for."""
        every = order.source.task == "nodes"
        classes = order.source.how(TreeSettings).merge
        merged = merge(data, classes) if classes else data
        return tree_classification(
            merged, order.seed, every, score=order.score, **order.of_classes()
        )

    def __init__(
        self,
        data: Trees,
        parts: Parts,
        *,
        every: bool = False,
        score: str | None = None,
        output: str = "softmax",
        loss: str = "cross_entropy",
        label_smoothing: float = 0.0,
        class_weights: str | Sequence[float] = "none",
        embedding: int = EMBEDDING,
    ) -> None:
        self.whole, self.parts, self.every = data, parts, every
        self.data = fit_words(data, parts.train, LEAST)
        self.index = {part: parts[part] for part in PARTS}
        self.classes, self.input_size = data.classes, embedding
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
        """How many different words there are."""
        return len(self.data.words)

    @cached_property
    def forests(self) -> list[Forest]:
        """Each tree of the data by itself."""
        from recurra.nn import Forest

        found = (self.data[k] for k in range(len(self.data)))
        return [Forest.of([(tree.parent, tree.token)]) for tree in found]

    @cached_property
    def forest(self) -> Forest:
        """All trees: what a cell must take."""
        from recurra.nn import Forest

        return Forest.join(self.forests)

    @cached_property
    def fingerprint(self) -> str:
        """Of the data, before they are split."""
        return fingerprint(self.whole)

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

    def front(self, generator: torch.Generator | None = None) -> nn.Module | None:
        """New vectors for words."""
        from recurra.nn.embedding import Embedding

        return Embedding(self.tokens, self.input_size, generator=generator)

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All trees of a part once: shuffled by (seed, epoch) alone, or in order without."""
        from recurra.tasks.examples import cut

        examples = self._sentences[part]
        if seed is None:
            return self._batches(part, cut(np.arange(len(examples)), batch_size))
        return self._batches(part, examples.shuffled(batch_size, seed, epoch))

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        return -(-len(self.index[part]) // batch_size)

    def truth(self, part: str) -> np.ndarray:
        """Labels [N] of the roots as indices into `classes`."""
        return self.data.y[self.index[part]]

    def sequences(self, part: str) -> list[np.ndarray]:
        """The words of each tree's sentence, [T,1]."""
        return [self.data.sentence(int(k))[:, None] for k in self.index[part]]

    def given(self, part: str) -> GivenTrees:
        """What a fitted model is given of a part."""
        return GivenTrees(self.data.take(self.index[part]))

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Probabilities [N,C]."""
        examples = self._sentences[part]
        batches = self._batches(part, examples.by_length(batch_size))
        return decoded(model, batches, len(examples))

    def facts(self) -> dict[str, Any]:
        """What predicting for new trees needs, as plain JSON."""
        return {"name": "trees", "classes": list(self.classes), "words": list(self.data.words)}

    def baselines(self) -> tuple[Baseline, ...]:
        """Majority, and logistic regression on a bag of words."""
        return baselines.tokens()

    def weight_of(self) -> dict[int, float] | None:
        """The weight of each class as scikit-learn takes it; None where all are equal."""
        return None if self.weights is None else dict(enumerate(self.weights))

    def blocks(self, part: str) -> Blocks:
        """Examples do not depend on each other."""
        return Blocks()

    @cached_property
    def _sentences(self) -> dict[str, Examples]:
        import torch

        from recurra.tasks.examples import Examples

        found = {}
        for part in (p for p in PARTS if len(self.index[p])):
            own = self.sequences(part)
            lengths = np.array([len(one) for one in own], np.int64)
            found[part] = Examples(np.concatenate(own), lengths, torch.int64)
        return found

    def _batches(self, part: str, numbers: list[np.ndarray]) -> Iterator[Batch]:
        import torch

        from recurra.nn import Forest
        from recurra.nn.batch import Batch

        examples, own = self._sentences[part], self.index[part]
        labels = torch.from_numpy(self.truth(part))
        for chosen in numbers:
            x, lengths = examples.take(chosen)
            index = torch.from_numpy(chosen)
            trees = Forest.join([self.forests[k] for k in own[chosen]])
            nodes = self._labels(own[chosen]) if self.every else None
            yield Batch(x[:, :, 0], lengths, labels[index], None, index, trees, nodes)

    def _labels(self, numbers: np.ndarray) -> torch.Tensor:
        import torch

        labels = np.concatenate([self.data[int(k)].label for k in numbers])
        return torch.from_numpy(labels.astype(np.int64))

    def _counts(self, part: str) -> tuple[int, ...]:
        counts = np.bincount(self.truth(part), minlength=len(self.classes))
        return tuple(counts.tolist())

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split; sentences that two parts share are said."""
        lengths = np.array([len(own) for part in PARTS for own in self.sequences(part)])
        shared = self._shared()
        words = say("tasks.classification.words", count=self.tokens - 1, least=LEAST)
        taught = say("tasks.classification.every_node")
        return DataSummary(
            name=self.data.name,
            task=self.name,
            fingerprint=self.fingerprint,
            counts={part: len(self.index[part]) for part in PARTS},
            channels=("word",),
            lengths=(int(lengths.min()), int(np.median(lengths)), int(lengths.max())),
            classes=self.classes,
            class_counts={part: self._counts(part) for part in PARTS},
            inferred=(
                *self.data.inferred, words, *((taught,) if self.every else ()), *self._why,
                *_weighted(self.classes, self.weights),
            ),
            cleaned=self.data.cleaned,
            split=(*self.parts.sentences, *sentences(shared)),
            leaks=serious(shared),
        )  # fmt: skip

    def _shared(self) -> list[Finding]:
        """Trees of a later part that are in the training part, too."""
        training = {self._content(k) for k in self.index["train"]}
        found = []
        for part in PARTS[1:]:
            count = sum(self._content(k) in training for k in self.index[part])
            if count:
                of = len(self.index[part])
                what = say("data.leakage.repeated_trees", count=count, of=of, part=part)
                found.append(Finding(what, False))
        return found

    def _content(self, number: int) -> bytes:
        tree = self.whole[int(number)]
        return tree.parent.tobytes() + tree.token.tobytes()
