"""Linear models on the means of a sequence: what is left of it when its order is forgotten."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline, linear_probabilities, one_thread
from recurra.tasks.baselines.logistic import PENALTIES as OF_CLASSES
from recurra.tasks.baselines.logistic import fit_linear
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import say

OF_VALUES = tuple(10.0**k for k in range(-3, 7))
LIMIT = 50_000  # training examples of classes


def means(sequences: list[np.ndarray]) -> np.ndarray:
    """[N, channels] float64.

    >>> means([np.array([[1.0, 4.0], [3.0, 4.0]])]).tolist()
    [[2.0, 4.0]]
    """
    return np.stack([one.mean(axis=0, dtype=np.float64) for one in sequences])


@final
class RidgeOnMeans:
    """y = W m + b of the mean m of each channel over the steps that an example has.

    W = (M'M + λ I)^-1 M'Y on centred values; λ is chosen on the validation part. Of a window of the
    past it knows the level, not the course.
    """

    name = "ridge on means"
    naive = False
    needs: tuple[str, ...] = ("threadpoolctl",)

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One decomposition serves all penalties."""
        x, y = means(task.sequences("train")), task.truth("train")[:, 0]
        given, truth = task.given("validation"), task.truth("validation")
        with one_thread():
            centre, middle = x.mean(axis=0), y.mean(axis=0)
            values, vectors = np.linalg.eigh((x - centre).T @ (x - centre))
            rotated = vectors.T @ ((x - centre).T @ (y - middle))
            fits = {
                penalty: _of_values(
                    vectors, np.maximum(values, 0) + penalty, rotated, centre, middle
                )
                for penalty in OF_VALUES
            }
        sign = 1 if task.score.info.higher_is_better else -1
        scores = {p: sign * task.score.value(truth, one.predict(given)) for p, one in fits.items()}
        best = max(OF_VALUES, key=lambda p: scores[p])
        model, note = fits[best], say("tasks.baselines.penalty", value=best)
        return Fitted(model.weights.size + model.bias.size, model, task.given, (note,))


@final
@dataclass(frozen=True, eq=False)
class MeanLinear(FittedBaseline):
    """weights [targets, channels] and bias [targets] of values."""

    weights: np.ndarray
    bias: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """[N,1,targets]."""
        with one_thread():
            return np.asarray(means(given.sequences) @ self.weights.T + self.bias)[:, None]


def _of_values(
    vectors: np.ndarray,
    spread: np.ndarray,
    rotated: np.ndarray,
    centre: np.ndarray,
    middle: np.ndarray,
) -> MeanLinear:
    weights = (vectors @ (rotated / spread[:, None])).T
    return MeanLinear(weights, middle - weights @ centre)


@final
class LogisticOnMeans:
    """Softmax of a linear map of the mean of each channel; the validation part chooses C."""

    name = "logistic regression on means"
    naive = False
    needs: tuple[str, ...] = ("scipy.special", "sklearn.linear_model", "threadpoolctl")

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One fit for each penalty."""
        truth = task.truth("train")
        chosen, notes = thin(len(truth), LIMIT, seed, "examples")
        x, y = means(task.sequences("train"))[chosen], truth[chosen]
        given = task.given("validation")
        with one_thread():
            fits = {}
            for c in OF_CLASSES:
                own = fit_linear(x, y, c, task.weight_of())
                fits[c] = MeanClasses(own.coef_, own.intercept_)
        sign = 1 if task.score.info.higher_is_better else -1
        right = task.truth("validation")
        scores = {c: sign * task.score.value(right, m.predict(given)) for c, m in fits.items()}
        best = max(OF_CLASSES, key=lambda c: scores[c])
        model, note = fits[best], say("tasks.baselines.penalty_c", value=best)
        size = model.weights.size + model.bias.size
        return Fitted(size, model, task.given, (*notes, note))


@final
@dataclass(frozen=True, eq=False)
class MeanClasses(FittedBaseline):
    """weights [classes, channels], of two classes [1, channels], and bias."""

    weights: np.ndarray
    bias: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """Probabilities [N,classes]."""
        return linear_probabilities(means(given.sequences), self.weights, self.bias)
