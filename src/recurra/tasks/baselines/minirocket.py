"""Random convolutions with fixed weights, then a ridge classifier; from sktime."""

import importlib.util
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import Text, say

LIMIT = 4_000  # training examples: ridge needs all their products
SHORTEST = 9  # steps: the length of its kernels


@final
class MiniRocket:
    """MiniROCKET (Dempster, Schmidt & Webb 2021, arXiv 2012.08791) and ridge.

    Sequences are stretched to the longest training length where lengths differ. Probabilities are
    the softmax of the ridge classifier's decision values.
    """

    name = "minirocket"
    naive = False
    needs: tuple[str, ...] = (
        "sklearn.linear_model",
        "sklearn.pipeline",
        "sklearn.preprocessing",
        "sktime.transformations.panel.rocket._minirocket_multi_numba",
        "threadpoolctl",
    )

    def skip(self) -> Text:
        """It is skipped where sktime is not installed."""
        if importlib.util.find_spec("sktime") is None:
            return say("tasks.baselines.no_sktime")
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Draw the kernels' biases from training examples; ridge's penalty by leaving one out."""
        from sklearn.linear_model import RidgeClassifierCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sktime.transformations.panel.rocket import MiniRocketMultivariate
        from threadpoolctl import threadpool_limits

        sequences, truth = task.sequences("train"), task.truth("train")
        steps = max(SHORTEST, *(len(one) for one in sequences))
        chosen, notes = thin(len(truth), LIMIT, seed, "examples")
        rocket = MiniRocketMultivariate(random_state=seed, n_jobs=1)
        ridge = make_pipeline(
            StandardScaler(with_mean=False),
            RidgeClassifierCV(alphas=np.logspace(-3, 3, 7), class_weight=task.weight_of()),
        )
        with threadpool_limits(1):
            x = stretched([sequences[k] for k in chosen], steps)
            ridge.fit(np.asarray(rocket.fit_transform(x), np.float32), truth[chosen])

        combined, channels, dilations, features, biases = map(np.asarray, rocket.parameters)
        model = RocketRidge(
            combined, channels, dilations, features, biases, ridge[0].scale_, ridge[-1].coef_,
            np.atleast_1d(ridge[-1].intercept_), steps,
        )  # fmt: skip
        size = ridge[-1].coef_.size + ridge[-1].intercept_.size
        return Fitted(size, model, task.given, notes)


@final
@dataclass(frozen=True, eq=False)
class RocketRidge(FittedBaseline):
    """The five arrays of sktime's transform, the deviations of its features, the ridge classifier's
    weights and bias, and the length that sequences are stretched to."""

    combined: np.ndarray
    channels: np.ndarray
    dilations: np.ndarray
    features: np.ndarray
    biases: np.ndarray
    deviation: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    steps: int

    def predict(self, given: Any) -> np.ndarray:
        """Softmax of the decision values."""
        from sktime.transformations.panel.rocket._minirocket_multi_numba import _transform_multi
        from threadpoolctl import threadpool_limits

        parts = (self.combined, self.channels, self.dilations, self.features, self.biases)
        with threadpool_limits(1):
            x = _transform_multi(stretched(given.sequences, self.steps), parts)
            table = np.array(x, np.float32)
            table /= self.deviation  # float32 stays, as in the fit
            decision = table @ self.weights.T + self.bias
        return _softmax(decision[:, 0] if len(self.weights) == 1 else decision)


def stretched(sequences: list[np.ndarray], steps: int) -> np.ndarray:
    """[N, channels, steps] float32, by linear interpolation.

    >>> stretched([np.array([[0.0], [1.0]])], 3).tolist()
    [[[0.0, 0.5, 1.0]]]
    """
    rows = np.empty((len(sequences), sequences[0].shape[1], steps), dtype=np.float32)
    for row, one in zip(rows, sequences, strict=True):
        at = np.linspace(0, len(one) - 1, steps)
        for channel, values in zip(row, one.T, strict=True):
            channel[:] = np.interp(at, np.arange(len(one)), values)
    return rows


def _softmax(decision: np.ndarray) -> np.ndarray:
    if decision.ndim == 1:  # two classes: one value, above 0 for the second
        decision = np.stack([-decision, decision], axis=1) / 2
    powers = np.exp(decision - decision.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
