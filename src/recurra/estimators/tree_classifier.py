"""One class for each tree, with scikit-learn's conventions."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, column_or_1d

from recurra.data import Trees
from recurra.data.bracketed import parse
from recurra.data.trees import NONE, Raw, pack
from recurra.errors import DataError, SettingError
from recurra.estimators.given import check_parameters
from recurra.estimators.labels import numbered, split
from recurra.estimators.network import Saved, learn, seed_of
from recurra.estimators.parameters import Learning
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.tasks.served import likeliest
from recurra.tasks.tree_answers import with_words
from recurra.tasks.tree_classification import TreeClassification
from recurra.train import Probe
from recurra.words import say


@dataclass(eq=False, repr=False)
class TreeClassifier(Learning, Saved, ClassifierMixin, BaseEstimator):
    """A recursive network that says the class of a tree at its root.

    `X` is a list of trees: text in brackets, "(S (N dogs) (V bark))", whose labels are left aside,
    or pairs (parent, words): of each node the number of its parent (children before parents, -1 at
    the root, which is last) and its word or None.

    Args:
        cell: name of a cell for trees, "FILE.py:NAME", or a cell.
        hidden_size, forget_bias, init, backend: of `recurra.nn.Recursive`.
        embedding_size: numbers that stand for a word; they are learned from scratch.
        learning_rate, optimizer, momentum, clip_norm, schedule and all else of
            `recurra.settings.Fitting`: as in `SequenceClassifier`.
        batch_size: trees an update.
        updates, evaluations, patience, validation_fraction, scoring, random_state: as in
            `SequenceClassifier`.

    Attributes:
        classes_: the labels; model_: the trained `recurra.nn.tree_model.TreeModel`; words_: the
        words that it knows, the first for all others; curve_: (update, score) on the validation
        part; best_update_; status_: "ok" or "diverged".

    >>> X = [f"(S (A {word}) (B it))" for word in ("good", "bad") * 20]
    >>> y = ["yes", "no"] * 20
    >>> network = TreeClassifier(hidden_size=4, updates=40, random_state=0).fit(X, y)
    >>> network.predict(["(S (A bad) (B it))", ([2, 2, -1], ["good", "it", None])]).tolist()
    ['no', 'yes']
    """

    cell: Any = "nary"
    hidden_size: Any = 50
    _: KW_ONLY
    embedding_size: int = 50
    batch_size: int = 25

    def fit(self, X: Any, y: Any, probes: Sequence[Probe] = ()) -> "TreeClassifier":
        """Train on trees and the labels [N] of their roots; `probes` look in at every update."""
        check_parameters(self)
        labels = column_or_1d(y, warn=True)
        if len(labels) != len(X):
            raise ValueError(f"X holds {len(X)} trees and y {len(labels)} labels")
        self.classes_, numbers = numbered(labels)
        seed = seed_of(self)
        data = _trees(X, [str(k) for k in numbers])
        task = TreeClassification(
            data,
            split(numbers, self.validation_fraction, seed),
            score=self.scoring,
            embedding=self.embedding_size,
        )
        self.words_ = task.data.words
        self.model_: TreeModel = self._built(torch.Generator().manual_seed(seed))
        learn(self, task, seed, validate=len(task.index["validation"]) > 0, probes=probes)
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities [N,classes], in the order of `classes_`."""
        check_is_fitted(self)
        return self.served_.of(with_words(_trees(X, [None] * len(X)), self.words_))

    def predict(self, X: Any) -> np.ndarray:
        """The likeliest label of each tree [N]."""
        said = likeliest(self.predict_proba(X))
        return self.classes_[said]

    def score(self, X: Any, y: Any) -> float:
        """Share of the labels that are right."""
        return float(np.mean(self.predict(X) == np.asarray(y)))

    def _built(self, generator: torch.Generator | None = None) -> TreeModel:
        body = Recursive(
            self.cell, self.embedding_size, self.hidden_size, init=self.init,
            forget_bias=self.forget_bias, backend=self.backend, generator=generator,
        )  # fmt: skip
        classes = len(self.classes_)
        head = ClassificationHead(body.output_size, classes, generator=generator)
        front = Embedding(len(self.words_), self.embedding_size, generator=generator)
        leaf = None
        if body.cell.graph().at_leaves:
            leaf = ClassificationHead(self.embedding_size, classes, generator=generator)
        return TreeModel(body, head, front, leaf)


def _trees(given: Any, labels: Sequence[str | None]) -> Trees:
    """Trees with a label at the root alone."""
    if not len(given):
        raise ValueError("X holds no tree")
    raw = []
    for number, (one, label) in enumerate(zip(given, labels, strict=True)):
        parent, words = _bracketed(one, number) if isinstance(one, str) else _pair(one, number)
        inner = [None] * (len(parent) - 1)
        place = np.cumsum([word is not None for word in words]) - 1
        position = [int(p) if word is not None else NONE
                    for p, word in zip(place, words, strict=True)]  # fmt: skip
        raw.append(Raw(parent, words, [*inner, label], position))
    return pack("trees", raw)


def _bracketed(text: str, number: int) -> tuple[list[int], list[str | None]]:
    found = parse(iter([text]), str(say("estimators.tree", number=number)))
    if len(found) != 1:
        raise DataError(say("estimators.not_one_tree", number=number, trees=len(found)))
    return found[0].parent, found[0].token


def _pair(pair: Any, number: int) -> tuple[list[int], list[str | None]]:
    try:
        parent, words = pair
        listed = [int(p) for p in parent], [None if w is None else str(w) for w in words]
    except (TypeError, ValueError):
        raise SettingError(say("estimators.neither_text_nor_pair", number=number)) from None
    if len(listed[0]) != len(listed[1]) or not any(w is not None for w in listed[1]):
        raise SettingError(say("estimators.no_word_for_each", number=number, nothing="None"))
    return listed
