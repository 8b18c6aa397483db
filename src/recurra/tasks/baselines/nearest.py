"""The class of the nearest example, by dynamic time warping."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.thinning import thin
from recurra.tasks.task import Fitted
from recurra.words import say

SHARES = (0.0, 0.03, 0.1, 0.2)  # of the longest sequence, that the band is wide
WORK = 5e9  # squared differences of an answer to everything; so many training examples are kept
MOST = 2_000  # training examples
CHOOSING = 100  # examples of the validation part by which the band is chosen
FLOOR = 1e-6  # of a probability


@final
class Nearest:
    """One nearest neighbour by dynamic time warping within a band (Sakoe & Chiba 1978).

    All channels are warped together; the width of the band is chosen on validation, as is usual
    (Bagnall et al. 2017, doi 10.1007/s10618-016-0483-9). Probabilities are as the inverse of the
    distance to the nearest example of each class, times its weight, so that the nearest class is
    the likeliest.
    """

    name = "nearest by warping"
    naive = False
    needs: tuple[str, ...] = ("recurra.tasks.baselines.warping",)

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Keep examples, as many as can be compared in the time, and choose the band."""
        sequences, truth = task.sequences("train"), task.truth("train")
        longest, channels = max(len(one) for one in sequences), sequences[0].shape[1]
        asked = task.summary.counts["validation"] + task.summary.counts["test"]
        pairs = longest * (1 + 2 * SHARES[-1] * longest) * channels
        most = int(np.clip(WORK / (asked * pairs), 5 * len(task.classes), MOST))
        chosen, notes = thin(len(truth), most, seed, "examples")
        kept = [np.asarray(sequences[k], np.float32) for k in chosen]
        weights = task.weight_of() or dict.fromkeys(range(len(task.classes)), 1.0)
        parts = (
            np.concatenate(kept), np.array([len(one) for one in kept], np.int64),
            np.asarray(truth[chosen], np.int64), np.array([*weights.values()], np.float64),
        )  # fmt: skip
        bands = sorted({round(share * longest) for share in SHARES})
        models = [Neighbours(*parts, band=band) for band in bands]
        some = task.given("validation").head(CHOOSING)
        answers = task.truth("validation")[:CHOOSING]
        sign = 1 if task.score.info.higher_is_better else -1
        scores = [sign * task.score.value(answers, model.predict(some)) for model in models]
        best = models[int(np.nanargmax(scores))] if np.isfinite(scores).any() else models[-1]
        notes = (*notes, say("tasks.baselines.band", steps=best.band))
        return Fitted(best.steps.size, best, task.given, notes)


@final
@dataclass(frozen=True, eq=False)
class Neighbours(FittedBaseline):
    """Steps of the kept examples [sum of lengths,C], their lengths and classes, the weights of
    classes, and the width of the band in steps."""

    steps: np.ndarray
    lengths: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    band: int

    def predict(self, given: Any) -> np.ndarray:
        """By the inverse of the distances."""
        from recurra.tasks.baselines.warping import nearest

        known = np.split(self.steps, np.cumsum(self.lengths)[:-1])
        squared = nearest(given.sequences, known, self.labels, len(self.weights), self.band)
        distance = np.sqrt(squared)
        closest = distance.min(axis=1, keepdims=True)
        near = self.weights * (closest + FLOOR) / (distance + FLOOR) + FLOOR
        return np.asarray(near / near.sum(axis=1, keepdims=True))
