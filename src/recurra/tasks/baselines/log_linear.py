"""Regression with a log link on summaries of the sequences."""

import warnings
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline, one_thread
from recurra.tasks.task import Fitted
from recurra.words import say

PENALTIES = (1e-4, 1e-2, 1.0)  # alpha of scikit-learn: larger is smoother
ITERATIONS = 300


@final
class LogLinearSummary:
    """log of the mean = w s + b of the summary s of a sequence: of each channel mean, deviation,
    smallest, largest and last value, and its length. The validation part chooses the penalty.

    It knows no order but the last step: what it lacks to a network is what order tells.

    Args:
        name: what the baseline is called.
        regressor: what fits, of scikit-learn's linear models with a log link.
    """

    naive = False
    needs: tuple[str, ...] = ("sklearn.linear_model", "threadpoolctl")

    def __init__(self, name: str, regressor: str) -> None:
        self.name, self.regressor = name, regressor

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One fit for each penalty; the best on the validation part stays."""
        x, y = summaries(task.sequences("train")), task.truth("train")[:, 0]
        centre, spread = x.mean(axis=0), x.std(axis=0)
        spread = np.where(spread > 0, spread, 1.0)
        given, truth = task.given("validation"), task.truth("validation")
        scaled = (x - centre) / spread
        with one_thread():
            fits = {a: LogLinear(*self._fit(scaled, y, a), centre, spread) for a in PENALTIES}
        sign = 1 if task.score.info.higher_is_better else -1
        scores = {a: sign * task.score.value(truth, m.predict(given)) for a, m in fits.items()}
        best = max(PENALTIES, key=lambda a: scores[a])
        model, note = fits[best], say("tasks.baselines.penalty", value=best)
        return Fitted(model.weights.size + model.bias.size, model, task.given, (note,))

    def _fit(self, x: np.ndarray, y: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
        """Weights [targets, summaries] and bias [targets]."""
        from sklearn import linear_model
        from sklearn.exceptions import ConvergenceWarning

        with warnings.catch_warnings():
            # An optimum not quite reached acts as a little more penalty, and the penalty is chosen.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = getattr(linear_model, self.regressor)(alpha=penalty, max_iter=ITERATIONS)
            fits = [_parts(model, x, values) for values in y.T]
        return np.stack([w for w, _ in fits]), np.array([b for _, b in fits])


@final
@dataclass(frozen=True, eq=False)
class LogLinear(FittedBaseline):
    """weights [targets, summaries] and bias of the logarithm of the mean; centre and spread of the
    summaries."""

    weights: np.ndarray
    bias: np.ndarray
    centre: np.ndarray
    spread: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """Means [N,1,targets], above 0."""
        scaled = (summaries(given.sequences) - self.centre) / self.spread
        with one_thread():
            return np.asarray(np.exp(scaled @ self.weights.T + self.bias)[:, None])


def summaries(sequences: list[np.ndarray]) -> np.ndarray:
    """[N, 5 channels + 1] float64.

    >>> summaries([np.array([[1.0], [3.0]])]).tolist()
    [[2.0, 1.0, 1.0, 3.0, 3.0, 2.0]]
    """
    rows = []
    for own in sequences:
        x = np.asarray(own, np.float64)
        parts = (x.mean(axis=0), x.std(axis=0), x.min(axis=0), x.max(axis=0), x[-1], [len(x)])
        rows.append(np.concatenate(parts))
    return np.stack(rows)


def _parts(model: Any, x: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias; of what was never counted a rate of half an event in all that was seen."""
    if not count.any():
        return np.zeros(x.shape[1]), -float(np.log(2 * len(x)))
    model.fit(x, count)
    return model.coef_, float(model.intercept_)
