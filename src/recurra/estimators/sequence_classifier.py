"""One class for each sequence, with scikit-learn's conventions."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import assert_all_finite
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted, column_or_1d

from recurra.data import Sequences
from recurra.data.prepare.plan import check_values
from recurra.data.prepare.sequences import filtered, resampled
from recurra.estimators.given import check_parameters
from recurra.estimators.labels import numbered, split
from recurra.estimators.network import Saved, body, learn, seed_of
from recurra.estimators.parameters import OnSequences
from recurra.estimators.preparation import plan_of
from recurra.estimators.sequences import sequences
from recurra.nn.heads import ClassificationHead
from recurra.nn.model import Model
from recurra.nn.pooling.pool import built
from recurra.tasks import Classification
from recurra.tasks.served import likeliest
from recurra.train import Probe


@dataclass(eq=False, repr=False)
class SequenceClassifier(OnSequences, Saved, ClassifierMixin, BaseEstimator):
    """A recurrent network that says the class of a sequence when it has read it.

    `X` is a list of arrays [T,channels] (or [T]) of any lengths, a 3-D array [N,T,channels] with
    `lengths` where it is padded, or a 2-D table [N,T] with a univariate sequence in each row.
    Values are standardised with the training part's mean and deviation.

    Args:
        cell: name of a cell, "FILE.py:NAME", or a cell.
        hidden_size, num_layers, bidirectional, dropout, recurrent_dropout, zoneout,
            hidden_gradient_clip, forget_bias, init: of `recurra.nn.Recurrent`; for init="chrono"
            the longest training sequence counts.
        pooling: what the head reads, "last" (the last step), "mean", "max", "attention" or "dot"
            (all steps as one), see `recurra.nn.pooling`.
        inputs: of a cell with several inputs the columns that each gets: {"x": 4, "gap": 1} by
            width, {"x": [0, 1, 2, 3], "gap": [4]} by number (of a table with names: by name), or as
            the text of `--inputs`, "x=4,gap=1".
        prepare: what is done to channels first, as the text of `--prepare`: "lowpass(0.1),robust"
            of all, "channel 1:diff; *:standard" of some.
        learning_rate: of the optimiser.
        optimizer, momentum, clip_norm, schedule and all else of `recurra.settings.Fitting`;
            schedule="plateau" needs a validation part.
        output, loss: of `recurra.nn.heads.ClassificationHead`.
        class_weight: weights of the classes in the loss as a dict {label: weight}, "balanced"
            (inversely to their frequency in the training part), or None. Scores are not weighted.
        batch_size: sequences an update.
        updates: of a full training.
        evaluations: looks at the validation part.
        patience: looks without a better score after which training ends; 0: never.
        validation_fraction: share of the examples kept aside, stratified; the weights with the best
            score on it are kept. With 0, or with a class of fewer than two examples: the last.
        scoring: decides on the validation part, a name of `recurra.tasks.scores.CLASSIFICATION`;
            None: accuracy, or balanced where classes are very unequal.
        backend: of `recurra.nn.Recurrent`.
        random_state: everything that is drawn comes from it.

    Attributes:
        classes_: the labels; model_: the trained `recurra.nn.model.Model`; curve_: (update, score)
        on the validation part; best_update_; status_: "ok" or "diverged"; served_: the model as an
        object that reads files, answers and streams (see `recurra.load`).

    >>> rng = np.random.default_rng(0)
    >>> X = [rng.normal(k % 2, 0.1, (5 + k % 3, 1)) for k in range(40)]
    >>> y = ["low", "high"] * 20
    >>> network = SequenceClassifier(hidden_size=4, updates=60, random_state=0).fit(X, y)
    >>> network.predict([np.zeros((9, 1)), np.ones((4, 1))]).tolist()
    ['low', 'high']
    """

    cell: Any = "lstm"
    hidden_size: Any = 64
    _: KW_ONLY
    output: str = "softmax"
    loss: str = "cross_entropy"
    class_weight: Any = None

    def fit(
        self,
        X: Any,
        y: Any,
        lengths: Any = None,
        probes: Sequence[Probe] = (),
        groups: Any = None,
    ) -> "SequenceClassifier":
        """Train on sequences and their labels [N]; `probes` look in, as in `recurra.train.fit`.

        groups: [N] of which person, engine or recording each is; what is kept aside for validation
        are then whole groups.
        """
        check_parameters(self)
        found = sequences(self, X, lengths, reset=True)
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        labels = column_or_1d(y, warn=True)
        if labels.dtype.kind == "f":
            assert_all_finite(labels, input_name="y")
        check_classification_targets(labels)
        check_consistent_length(found, labels, groups)
        self.classes_, numbers = numbered(labels)
        seed = seed_of(self)
        self._longest = max(len(one) for one in found)
        task = self._task(found, numbers, seed, None if groups is None else np.asarray(groups))
        self._channels = task.input_size
        self.model_ = self._built(torch.Generator().manual_seed(seed), task.weights)
        learn(self, task, seed, validate=len(task.index["validation"]) > 0, probes=probes)
        return self

    def predict_proba(self, X: Any, lengths: Any = None) -> np.ndarray:
        """Probabilities [N,classes], in the order of `classes_`."""
        check_is_fitted(self)
        found = sequences(self, X, lengths, reset=False)
        return self.served_.of(self._data(found, np.full(len(found), -1)))

    def predict(self, X: Any, lengths: Any = None) -> np.ndarray:
        """The likeliest label of each sequence [N]."""
        said = likeliest(self.predict_proba(X, lengths))
        return self.classes_[said]

    def score(self, X: Any, y: Any, lengths: Any = None) -> float:
        """Share of the labels that are right."""
        return float(np.mean(self.predict(X, lengths) == np.asarray(y)))

    def _built(
        self, generator: torch.Generator | None = None, weights: Sequence[float] | None = None
    ) -> Model:
        network = body(self, self._channels, self._longest, generator)
        read = built(self.pooling, network.output_size, generator)
        head = ClassificationHead(
            network.output_size,
            len(self.classes_),
            output=self.output,
            loss=self.loss,
            class_weights=weights,
            generator=generator,
        )
        return Model(network, head, pooling=read)

    def _task(
        self, found: list[np.ndarray], numbers: np.ndarray, seed: int, groups: np.ndarray | None
    ) -> Classification:
        return Classification(
            self._data(found, numbers),
            split(numbers, self.validation_fraction, seed, groups),
            score=self.scoring,
            class_weights=self._weights(),
        )

    def _data(self, found: list[np.ndarray], numbers: np.ndarray) -> Sequences:
        """With the numbers of their classes; -1 where they are not known."""
        names = tuple(f"channel {k + 1}" for k in range(found[0].shape[1]))
        plan = plan_of(self, names, refused=("missing",))
        found = filtered(resampled(found, names, plan), names, plan)
        for k, name in enumerate(names if plan else ()):
            check_values(plan, name, np.concatenate([one[:, k] for one in found]))
        classes = tuple(str(label) for label in self.classes_)
        return Sequences("sequences", found, numbers, classes, names, prepare=plan)

    def _weights(self) -> str | list[float]:
        """As the task takes them; a class that a dict does not name weighs 1."""
        if self.class_weight is None or isinstance(self.class_weight, str):
            return self.class_weight or "none"
        known = self.classes_
        return compute_class_weight(self.class_weight, classes=known, y=known).tolist()
