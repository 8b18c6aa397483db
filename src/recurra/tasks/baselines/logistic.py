"""Multinomial logistic regression on the flattened sequences."""

import warnings
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline, linear_probabilities
from recurra.tasks.baselines.flat import pooled_note, table
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import say

LIMIT = 10_000  # training examples
PENALTIES = (0.01, 0.1, 1.0, 10.0)  # C of scikit-learn: smaller is smoother
ITERATIONS = 200


@final
class Logistic:
    """Softmax of one linear map of all steps; the penalty is chosen on the validation part."""

    name = "logistic regression"
    naive = False
    needs: tuple[str, ...] = ("scipy.special", "sklearn.linear_model", "threadpoolctl")

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One fit for each penalty; the best on the validation part stays."""
        from threadpoolctl import threadpool_limits

        sequences, truth = task.sequences("train"), task.truth("train")
        steps, channels = max(len(one) for one in sequences), sequences[0].shape[1]
        chosen, notes = thin(len(truth), LIMIT, seed, "examples")
        x = table([sequences[k] for k in chosen], steps)
        validation = table(task.sequences("validation"), steps)
        with threadpool_limits(1):
            fits = {c: fit_linear(x, truth[chosen], c, task.weight_of()) for c in PENALTIES}
            scores = {
                c: task.score.value(task.truth("validation"), one.predict_proba(validation))
                for c, one in fits.items()
            }
        sign = 1 if task.score.info.higher_is_better else -1
        best = max(PENALTIES, key=lambda c: sign * scores[c])
        model = fits[best]
        best_c = say("tasks.baselines.penalty_c", value=best)
        notes += (*pooled_note(steps, channels), best_c)
        fitted = LinearClasses(model.coef_, model.intercept_, steps)
        return Fitted(model.coef_.size + model.intercept_.size, fitted, task.given, notes)


@final
@dataclass(frozen=True, eq=False)
class LinearClasses(FittedBaseline):
    """weights: [classes, inputs], of two classes [1, inputs]; bias; steps that it sees."""

    weights: np.ndarray
    bias: np.ndarray
    steps: int

    def predict(self, given: Any) -> np.ndarray:
        """Softmax of the scores."""
        return linear_probabilities(table(given.sequences, self.steps), self.weights, self.bias)


def fit_linear(x: Any, y: Any, c: float, weights: dict[int, float] | None) -> Any:
    """scikit-learn's logistic regression of a table x [N,F] and numbers of classes y [N]."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        # An optimum not quite reached acts as a little more penalty, and the penalty is chosen.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LogisticRegression(C=c, max_iter=ITERATIONS, class_weight=weights)
        return model.fit(x, y)
