"""Gradient boosting of trees on the flattened sequences."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.boosted_trees import BoostedTrees, nodes_of
from recurra.tasks.baselines.fitted import logistic, softmax
from recurra.tasks.baselines.flat import pooled_note, table
from recurra.tasks.baselines.rounds import numbers
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import say

LIMIT = 10_000  # training examples
ROUNDS = (20, 100)  # fewest and most
# Trees x columns that may be grown: the time of a tree is about proportional to its columns.
WORK = 300_000


@final
class BoostedClasses:
    """scikit-learn's histogram gradient boosting; the number of rounds is chosen on validation.

    Missing steps of shorter sequences are missing values, which its trees can handle.
    """

    name = "gradient boosting"
    naive = False
    needs: tuple[str, ...] = ("sklearn.ensemble", "threadpoolctl")

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Fit all rounds once; predictions stop at the round that was best on validation."""
        from sklearn.ensemble import HistGradientBoostingClassifier
        from threadpoolctl import threadpool_limits

        sequences, truth = task.sequences("train"), task.truth("train")
        steps, channels = max(len(one) for one in sequences), sequences[0].shape[1]
        chosen, notes = thin(len(truth), LIMIT, seed, "examples")
        x = table([sequences[k] for k in chosen], steps, np.nan)
        rounds = int(np.clip(WORK // (x.shape[1] * len(task.classes)), *ROUNDS))
        model = HistGradientBoostingClassifier(
            learning_rate=0.2,
            max_iter=rounds,
            max_leaf_nodes=15,
            max_bins=63,
            max_features=0.1 if x.shape[1] > 100 else 1.0,
            early_stopping=False,
            class_weight=task.weight_of(),
            random_state=seed,
        )
        with threadpool_limits(1):
            model.fit(x, truth[chosen])
            best = _best_round(model, task, steps)
        best_round = say("tasks.baselines.rounds", best=best, most=rounds)
        notes += (*pooled_note(steps, channels), best_round)

        fitted = BoostedProbabilities(**nodes_of([(model, best)]), steps=steps)
        return Fitted(numbers(model, best), fitted, task.given, notes)


@final
@dataclass(frozen=True, eq=False)
class BoostedProbabilities(BoostedTrees):
    """Trees whose sums are scores of classes; steps that it sees."""

    steps: int

    def predict(self, given: Any) -> np.ndarray:
        """Softmax of the scores, of two classes the logistic function of the one."""
        scores = self.raw(table(given.sequences, self.steps, np.nan))
        return logistic(scores[:, 0]) if scores.shape[1] == 1 else softmax(scores)


def _best_round(model: Any, task: Any, steps: int) -> int:
    truth = task.truth("validation")
    rows = table(task.sequences("validation"), steps, np.nan)
    scores = [task.score.value(truth, p) for p in model.staged_predict_proba(rows)]
    if not task.score.info.higher_is_better:
        scores = [-s for s in scores]
    return int(np.argmax(scores)) + 1
