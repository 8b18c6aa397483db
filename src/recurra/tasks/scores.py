"""The scores that can decide, as one table.

Letters: N examples, C classes, H steps ahead, K targets. Classes: truth [N] int, predictions
[N,C] probabilities. Forecasts: both [N,H,K] in the user's units.

A score that is a function of means over the examples says so: `parts` gives the numbers to be
averaged and `combine` the function, so that a bootstrap averages instead of scoring anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import final

import numpy as np

from recurra.errors import SettingError, unknown
from recurra.records import Objective, ScoreInfo
from recurra.words import say, speaking, text

Array = np.ndarray


@final
@dataclass(frozen=True, eq=False)
class Score:
    """A score: what it is called, and how it is computed.

    >>> accuracy = find("accuracy", "classification")
    >>> accuracy.value(np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]))
    0.6666666666666666
    """

    info: ScoreInfo
    statistics: Callable[[Array, Array], Array] | None  # truth, predictions -> [N,P]
    combine: Callable[[Array], Array]  # [...,P] -> [...]
    whole: Callable[[Array, Array], float] | None = None  # for scores without parts
    counts: bool = False  # answers that are right: it moves by whole examples

    def value(self, truth: Array, predictions: Array) -> float:
        """The score of all examples together; NaN where a prediction is NaN."""
        if not np.isfinite(predictions).all():
            return float("nan")
        if self.whole is not None:
            return self.whole(truth, predictions)
        assert self.statistics is not None
        return float(self.combine(self.statistics(truth, predictions).mean(axis=0)))

    def parts(self, truth: Array, predictions: Array) -> Array | None:
        """Additive statistics [N,P] with `value == combine(parts.mean(0))`; None: there are none.

        >>> accuracy = find("accuracy", "classification")
        >>> accuracy.parts(np.array([0, 1]), np.array([[0.9, 0.1], [0.6, 0.4]])).tolist()
        [[1.0], [0.0]]
        """
        if self.statistics is None:
            return None
        return self.statistics(truth, predictions)


def _first(means: Array) -> Array:
    return means[..., 0]


def _accuracy(truth: Array, probabilities: Array) -> Array:
    return (probabilities.argmax(axis=1) == truth).astype(float)[:, None]


def _hot(labels: Array, classes: int) -> Array:
    return (labels[:, None] == np.arange(classes)).astype(float)


def _recalls(truth: Array, probabilities: Array) -> Array:
    true = _hot(truth, probabilities.shape[1])
    hits = true * _hot(probabilities.argmax(axis=1), probabilities.shape[1])
    return np.concatenate([hits, true], axis=1)


def _mean_ratio(upper: Array, lower: Array) -> Array:
    """Mean over the last axis of upper/lower; where lower is 0 the class does not take part."""
    there = lower > 0
    ratio = np.where(there, upper, 0.0) / np.where(there, lower, 1.0)
    return ratio.sum(axis=-1) / np.maximum(there.sum(axis=-1), 1)


def _balanced(means: Array) -> Array:
    hits, true = np.split(means, 2, axis=-1)
    return _mean_ratio(hits, true)


def _counts(truth: Array, probabilities: Array) -> Array:
    true = _hot(truth, probabilities.shape[1])
    said = _hot(probabilities.argmax(axis=1), probabilities.shape[1])
    return np.concatenate([true * said, true + said], axis=1)


def _f1(means: Array) -> Array:
    hits, either = np.split(means, 2, axis=-1)
    return _mean_ratio(2 * hits, either)


def _agreement(truth: Array, probabilities: Array) -> Array:
    true = _hot(truth, probabilities.shape[1])
    said = _hot(probabilities.argmax(axis=1), probabilities.shape[1])
    return np.concatenate([true, said, (true * said).sum(axis=1, keepdims=True)], axis=1)


def _mcc(means: Array) -> Array:
    """Of several classes: Gorodkin 2004, Comput. Biol. Chem. 28, 367-374; 0 where all that is true,
    or said, is of one class."""
    classes = (means.shape[-1] - 1) // 2
    true, said = means[..., :classes], means[..., classes:-1]
    product = (true * said).sum(axis=-1)
    spread = (1 - np.square(true).sum(axis=-1)) * (1 - np.square(said).sum(axis=-1))
    there = spread > np.finfo(float).eps
    return np.where(there, means[..., -1] - product, 0.0) / np.sqrt(np.where(there, spread, 1.0))


def _surprise(truth: Array, probabilities: Array) -> Array:
    total = probabilities.sum(axis=1)
    chosen = probabilities[np.arange(len(truth)), truth] / total
    return -np.log(np.maximum(chosen, np.finfo(probabilities.dtype).eps))[:, None]


def _auroc(truth: Array, probabilities: Array) -> float:
    """One class against the rest, mean over the classes that occur; rank statistic with ties."""
    from scipy.stats import rankdata

    areas = []
    for label in range(probabilities.shape[1]):
        positive = truth == label
        p, n = int(positive.sum()), int((~positive).sum())
        if p and n:
            ranks = rankdata(probabilities[:, label])[positive].sum()
            areas.append((ranks - p * (p + 1) / 2) / (p * n))
    return float(np.mean(areas)) if areas else float("nan")


def _absolute(truth: Array, forecast: Array) -> Array:
    return np.abs(forecast - truth).mean(axis=1)  # [N,K]


def _squared(truth: Array, forecast: Array) -> Array:
    return np.square(forecast - truth).mean(axis=1)


def mean(means: Array) -> Array:
    """Of the targets."""
    return means.mean(axis=-1)


def _root(means: Array) -> Array:
    return np.sqrt(means).mean(axis=-1)


def _scaled(means: Array, scale: Array) -> Array:
    return (means / scale).mean(axis=-1)


def _relative(truth: Array, forecast: Array) -> Array:
    size = np.maximum(np.abs(truth), np.finfo(float).eps)
    return (np.abs(forecast - truth) / size).mean(axis=1)


def _symmetric(truth: Array, forecast: Array) -> Array:
    size = (np.abs(truth) + np.abs(forecast)) / 2
    error = np.abs(forecast - truth)
    # Where both are 0 the forecast is right: 0, and not 0 / 0.
    return np.divide(error, size, out=np.zeros_like(error), where=size > 0).mean(axis=1)


def _pinball(truth: Array, forecast: Array, level: float) -> Array:
    error = truth - forecast
    return np.maximum(level * error, (level - 1) * error).mean(axis=1)


def _explained(truth: Array, forecast: Array) -> Array:
    # Deviations from one fixed value, so that the variance keeps its digits far from zero.
    centred = truth - truth.mean(axis=(0, 1))
    squared = np.square(forecast - truth).mean(axis=1)
    return np.concatenate([squared, centred.mean(axis=1), np.square(centred).mean(axis=1)], axis=1)


def _r2(means: Array) -> Array:
    squared, centre, square = np.split(means, 3, axis=-1)
    variance = np.maximum(square - centre**2, 0.0)
    there = variance > 0
    ratio = np.where(there, squared, 0.0) / np.where(there, variance, 1.0)
    # A target that never changes has no variance to explain: 1 if it is hit exactly, else 0.
    return np.where(there, 1 - ratio, np.where(squared == 0, 1.0, 0.0)).mean(axis=-1)


def recorded(name: str) -> str:
    """The label of a score as records hold it: in English, whatever is spoken.

    >>> recorded("f1"), recorded("accuracy_nodes")
    ('F1 (mean over classes)', 'accuracy, every node')
    """
    with speaking("en"):
        return text("tasks.scores.label", name=name, recorded=name)


def score(
    name: str,
    statistics: Callable[[Array, Array], Array] | None,
    combine: Callable[[Array], Array] = _first,
    *,
    higher: bool = False,
    percent: bool = False,
    whole: Callable[[Array, Array], float] | None = None,
    least: float | None = 0.0,
    counts: bool = False,
) -> Score:
    """A row of a table: `statistics` gives numbers [N,P], `combine` makes one of their means."""
    bounds = least, (1.0 if higher else None)  # what is better when higher ends at 1
    info = ScoreInfo(name, recorded(name), higher, percent, bounds=bounds)
    return Score(info, statistics, combine, whole, counts)


CLASSIFICATION = (
    score("accuracy", _accuracy, higher=True, percent=True, counts=True),
    score("balanced", _recalls, _balanced, higher=True, percent=True, counts=True),
    score("f1", _counts, _f1, higher=True, percent=True, counts=True),
    score("mcc", _agreement, _mcc, higher=True, least=-1.0, counts=True),
    score("auroc", None, higher=True, whole=_auroc),
    score("logloss", _surprise),
)
FORECASTING = (
    score("mase", _absolute, mean),  # its scale is put in by `find`
    score("rmse", _squared, _root),
    score("mae", _absolute, mean),
    score("mape", _relative, mean, percent=True),
    score("smape", _symmetric, mean, percent=True),
    score("r2", _explained, _r2, higher=True, least=None),
    score("pinball", partial(_pinball, level=0.5), mean),  # its level is put in by `find`
)
REGRESSION = tuple(one for one in FORECASTING if one.info.name != "mase")
TABLE = {
    "classification": CLASSIFICATION,
    "forecasting": FORECASTING,
    "regression": REGRESSION,
}  # what tasks share; a task's own table is its `scores`


def default(objective: Objective, name: str) -> str:
    """The score that decides where none is asked for: of quantiles their own, else the named."""
    return "pinball" if objective.loss == "quantile" else name


def find(name: str, task: str, scale: Array | None = None, level: float = 0.5) -> Score:
    """The score of that name for a task; `scale` [K] is what MASE divides by, `level` the quantile
    of the pinball loss.

    The scale of MASE (Hyndman & Koehler 2006, Int. J. Forecasting 22) is the mean absolute error
    of the seasonal naive forecast, one season ahead, on the training part, one for each target.

    >>> find("rmse", "forecasting").info.label
    'RMSE'
    """
    return pick(TABLE[task], name, task, scale, level)


def pick(
    rows: Sequence[Score], name: str, task: str, scale: Array | None = None, level: float = 0.5
) -> Score:
    """The score of that name in the table of a task; SettingError where it has none."""
    table = {one.info.name: one for one in rows}
    if name not in table:
        raise unknown(say("tasks.scores.score_for", task=task), name, table)
    if name == "pinball":
        return replace(table[name], statistics=partial(_pinball, level=level))
    if name != "mase":
        return table[name]
    if scale is None:
        raise SettingError(say("tasks.scores.no_scale"))
    return Score(table[name].info, _absolute, partial(_scaled, scale=np.asarray(scale, float)))


def of_values(*names: str) -> tuple[Score, ...]:
    """The scores of these names that any task on values can have.

    >>> [one.info.label for one in of_values("mae", "rmse")]
    ['MAE', 'RMSE']
    """
    return tuple(find(name, "regression") for name in names)
