"""What the report draws of the test part beside the scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recurra.records import Confusion, Forecast

STRETCH = 168  # consecutive windows shown of a forecast: a week of hours


@dataclass(frozen=True, eq=False)
class Shown:
    """Predictions of the test part by a model's final trainings, and which is the best of them."""

    name: str
    predictions: Sequence[np.ndarray]
    best: int


def confusions(task: Any, shown: Sequence[Shown]) -> tuple[Confusion, ...]:
    """A matrix for each model."""
    truth = task.truth("test")
    return tuple(confusion(one.name, truth, one.predictions) for one in shown)


def confusion(name: str, truth: np.ndarray, predictions: Sequence[np.ndarray]) -> Confusion:
    """How often class (row) was taken for class (column), mean over seeds.

    >>> said = [np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[0.9, 0.1], [0.3, 0.7]])]
    >>> confusion("lstm", np.array([0, 1]), said).matrix
    ((1.0, 0.0), (0.5, 0.5))
    """
    classes = predictions[0].shape[1]
    matrix = np.zeros((classes, classes))
    for one in predictions:
        np.add.at(matrix, (truth, one.argmax(1)), 1.0 / len(predictions))
    return Confusion(name, tuple(tuple(float(v) for v in row) for row in matrix))


def forecasts(task: Any, shown: Sequence[Shown]) -> tuple[Forecast, ...]:
    """Actual against predicted on the first windows of the test part, nearest and farthest step.

    Truth and predictions are [N, horizon, targets]; shown is the first target.
    """
    truth = task.truth("test")
    predictions = {one.name: one.predictions[one.best] for one in shown}
    times, last = task.times("test"), _together(task.origins("test"))
    steps = sorted({1, truth.shape[1]})
    return tuple(
        Forecast(
            architecture=name,
            target=task.summary.targets[0],
            time=_stamps(times, last, step),
            actual=tuple(float(v) for v in truth[:last, step - 1, 0]),
            predicted=tuple(float(v) for v in found[:last, step - 1, 0]),
            steps_ahead=step,
        )
        for name, found in predictions.items()
        for step in steps
    )


def _together(origins: np.ndarray) -> int:
    """How many of the first windows follow each other without a gap, at most `STRETCH`."""
    gaps = np.flatnonzero(np.diff(origins) != np.diff(origins[:2]).sum())
    return min(STRETCH, int(gaps[0]) + 1 if len(gaps) else len(origins))


def _stamps(times: np.ndarray | None, last: int, step: int) -> tuple[str, ...]:
    if times is None:
        return tuple(str(number + step) for number in range(last))
    return tuple(str(t).replace("T", " ") for t in times[:last, step - 1])


# What a task may want drawn (`Task.picture`): the field of the results that holds it.
DRAWN: dict[str, Callable[[Any, Sequence[Shown]], tuple[Any, ...]]] = {
    "confusions": confusions,
    "forecasts": forecasts,
}
