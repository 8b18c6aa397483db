"""Linear regression on the window, all steps ahead at once."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline, one_thread
from recurra.tasks.baselines.lags import history, kept
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import say

LIMIT = 20_000  # training windows
PENALTIES = tuple(10.0**k for k in range(-3, 7))
CHUNK = 2_048  # windows made at once


@final
class RidgeLags:
    """One linear map from a window (and the known future) to each step ahead, with an L2 penalty.

    w = (X'X + λ I)^-1 X'y on centred, scaled values; λ is chosen on the validation part.
    """

    name = "ridge on lags"
    naive = False
    needs: tuple[str, ...] = ("threadpoolctl",)

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Products are summed over chunks of windows; one decomposition serves all penalties."""
        from threadpoolctl import threadpool_limits

        use, notes = kept(task)
        where = task.origins("train")
        chosen, thinned = thin(len(where), LIMIT, seed, "windows")
        with threadpool_limits(1):
            sums = _Sums.over(task, where[chosen], use)
            weights = {penalty: sums.solve(penalty) for penalty in PENALTIES}
            best = _best(task, use, weights)
        coefficients, intercept = weights[best]

        note = say("tasks.baselines.penalty", value=best)
        size = coefficients.size + intercept.size
        model = LinearLags(use, coefficients, intercept)
        return Fitted(size, model, task.given, (*thinned, *notes, note))


@final
@dataclass(frozen=True, eq=False)
class LinearLags(FittedBaseline):
    """use: which numbers of a window [lookback x columns] are inputs; weights: [inputs, outputs];
    bias: [outputs]."""

    use: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def predict(self, given: Any) -> np.ndarray:
        """All steps ahead at once."""
        answers = []
        with one_thread():
            for k in range(0, len(given), CHUNK):
                where = given.origins[k : k + CHUNK]
                scaled = _inputs(given, where, self.use) @ self.weights + self.bias
                answers.append(given.unscale(scaled.reshape(-1, *given.shape), where))
        return np.concatenate(answers)


class _Sums:
    """Centred products of inputs X and targets Y over windows, with X'X = V diag(d) V'."""

    def __init__(
        self, n: int, x: np.ndarray, y: np.ndarray, xx: np.ndarray, xy: np.ndarray
    ) -> None:
        self.x, self.y = x / n, y / n
        self.values, self.vectors = np.linalg.eigh(xx - np.outer(x, x) / n)
        self.rotated = self.vectors.T @ (xy - np.outer(x, y) / n)

    @classmethod
    def over(cls, task: Any, where: np.ndarray, use: np.ndarray) -> "_Sums":
        """Summed chunk by chunk in float64, so that no table of all windows is made."""
        given = task.given("train")
        total: list[Any] = [0.0, 0.0, 0.0, 0.0]
        for k in range(0, len(where), CHUNK):
            at = where[k : k + CHUNK]
            x = _inputs(given, at, use)
            y = task.windows.take(at).y.reshape(len(at), -1).astype(np.float64)
            for i, term in enumerate((x.sum(0), y.sum(0), x.T @ x, x.T @ y)):
                total[i] = total[i] + term
        return cls(len(where), *total)

    def solve(self, penalty: float) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients [inputs, outputs] and intercept [outputs]."""
        kept = np.maximum(self.values, 0.0) + penalty
        coefficients = self.vectors @ (self.rotated / kept[:, None])
        return coefficients, self.y - self.x @ coefficients


def _inputs(given: Any, where: np.ndarray, use: np.ndarray) -> np.ndarray:
    future = given.future(where).reshape(len(where), -1)
    return np.concatenate([history(given, where, use), future], axis=1, dtype=np.float64)


def _best(task: Any, use: np.ndarray, weights: dict[float, tuple[np.ndarray, np.ndarray]]) -> float:
    truth, sign = task.truth("validation"), 1 if task.score.info.higher_is_better else -1
    given = task.given("validation")
    scores = {
        penalty: sign * task.score.value(truth, LinearLags(use, *pair).predict(given))
        for penalty, pair in weights.items()
    }
    return max(scores, key=lambda penalty: scores[penalty])
