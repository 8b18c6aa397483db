"""Which tokens occur, whatever their order."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline, linear_probabilities
from recurra.tasks.task import Fitted
from recurra.words import say

PENALTIES = (0.1, 1.0, 10.0, 100.0)  # C of scikit-learn: smaller is smoother
ITERATIONS = 300


@final
class BagOfWords:
    """Logistic regression on how often each token occurs; the validation part chooses the penalty.

    It knows no order: what it lacks to a network is what order tells.
    """

    name = "bag of words"
    naive = False
    needs: tuple[str, ...] = ("scipy.sparse", "sklearn.linear_model", "threadpoolctl")

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One fit for each penalty; the best on the validation part stays."""
        from threadpoolctl import threadpool_limits

        tokens = task.tokens
        x, validation = (counts(task.sequences(part), tokens) for part in ("train", "validation"))
        with threadpool_limits(1):
            fits = {c: _fit(x, task.truth("train"), c, task.weight_of()) for c in PENALTIES}
            scores = {
                c: task.score.value(task.truth("validation"), one.predict_proba(validation))
                for c, one in fits.items()
            }
        sign = 1 if task.score.info.higher_is_better else -1
        best = max(PENALTIES, key=lambda c: sign * scores[c])
        model = fits[best]

        fitted = WordCounts(model.coef_, model.intercept_, tokens)
        note = say("tasks.baselines.penalty_c", value=best)
        return Fitted(model.coef_.size + model.intercept_.size, fitted, task.given, (note,))


@final
@dataclass(frozen=True, eq=False)
class WordCounts(FittedBaseline):
    """weights: [classes, tokens], of two classes [1, tokens]; bias; how many tokens there are."""

    weights: np.ndarray
    bias: np.ndarray
    tokens: int

    def predict(self, given: Any) -> np.ndarray:
        """Softmax of the scores."""
        return linear_probabilities(counts(given.sequences, self.tokens), self.weights, self.bias)


def counts(sequences: list[np.ndarray], tokens: int) -> Any:
    """[N, tokens] sparse: how often each token occurs.

    >>> counts([np.array([[2], [0], [2]])], 3).toarray().tolist()
    [[1.0, 0.0, 2.0]]
    """
    from scipy.sparse import csr_matrix

    lengths = [len(one) for one in sequences]
    column = np.concatenate([one[:, 0] for one in sequences]).astype(np.int64)
    row = np.repeat(np.arange(len(sequences)), lengths)
    return csr_matrix((np.ones(len(column)), (row, column)), shape=(len(sequences), tokens))


def _fit(x: Any, y: Any, c: float, weights: dict[int, float] | None) -> Any:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        # An optimum not quite reached acts as a little more penalty, and the penalty is chosen.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=c, max_iter=ITERATIONS, class_weight=weights).fit(x, y)
