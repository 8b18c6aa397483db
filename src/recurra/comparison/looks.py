"""Looks at the validation part while a network trains, and the score that comes of them.

Looks are counted, not clocked: an example that is looked at costs a third of one that is trained
on, and all looks of a training cost at most `SHARE` of its updates. Where that is not enough for
all examples as often as asked for, fewer of them are looked at, evenly spread, or less often.

The weights that score best are kept. The best of many noisy scores is too good to be held against
a model that was scored once, so it does not decide: each example is answered by the weights that
are best on the other examples (the rows are divided into `FOLDS` stretches, so that neighbours in
time stay together), and the score of these answers is as fair as that of a model fitted once.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from recurra.tasks import Score, Task

SHARE = 0.15  # of the cost of the updates
UPDATE = 3.0  # what an update costs, in looks at the same examples
FEWEST = 4  # looks: one for each quarter of a training, at the ends of the rungs
ROWS = 64  # examples; fewer are looked at only where there is no time for more
FOLDS = 5


def affordable(updates: int, batch_size: int, examples: int, wanted: int) -> tuple[int, int]:
    """How many looks at how many examples a training of so many updates affords.

    >>> affordable(2000, 32, examples=500, wanted=20)
    (20, 500)
    >>> affordable(340, 32, examples=2048, wanted=20)
    (20, 244)
    >>> affordable(40, 32, examples=2048, wanted=20)
    (8, 72)
    """
    most = SHARE * UPDATE * updates * batch_size
    looks, least = min(wanted, updates), min(examples, ROWS)
    while looks > FEWEST and most < looks * least:
        looks = (looks - 1) // FEWEST * FEWEST
    return looks, int(min(examples, max(most // looks, 1)))


def spread(examples: int, count: int) -> np.ndarray:
    """The numbers of so many examples, evenly spread; 0: of all.

    >>> spread(10, 4).tolist(), spread(3, 0).tolist()
    ([0, 3, 6, 9], [0, 1, 2])
    """
    if not 0 < count < examples:
        return np.arange(examples)
    return np.linspace(0, examples - 1, count).round().astype(np.int64)


class Looks:
    """What a network answered at each look of its training; called with it, it takes one more.

    `kept`: answers at each look so far, float32, for examples `rows` of the validation part.
    """

    def __init__(self, task: Task, count: int, kept: Sequence[np.ndarray] = ()) -> None:
        self.task, self.kept = task, list(kept)
        self._all = task.truth("validation")
        self.rows = spread(len(self._all), count)
        self.truth = self._all[self.rows]
        self._given: Any = None
        if len(self.rows) < len(self._all):
            self._given = task.given("validation").take(self.rows)
        self._batches: list[Any] = []

    def __call__(self, model: Any) -> float:
        """The score of a look."""
        answers = self._answers(model)
        self.kept.append(answers.astype(np.float32))
        return self.task.score.value(self.truth, answers)

    def fair(self, count: int | None = None) -> np.ndarray:
        """Answers for the rows, each by the weights that are best on the others, among the first
        `count` looks; with no look that has a score, the last answers."""
        return crossed(self.task.score, self.truth, self.kept[:count])

    def decisive(self, model: Any) -> np.ndarray:
        """Answers for the whole validation part, of the kept weights where no look was taken."""
        if self._given is None:
            return self.fair()
        found = self.task.predictions(model, "validation")
        found[self.rows] = self.fair()
        return found

    def _answers(self, model: Any) -> np.ndarray:
        if self._given is None:
            return self.task.predictions(model, "validation")
        from recurra.tasks.prediction import decoded
        from recurra.tasks.served import Network, served

        network = Network(model)
        if not self._batches:
            self._batches = list(self._given.batches(network.dtype))
            self._served = served(self.task.facts(), network)
        found = decoded(model, self._batches, len(self.rows))
        return self._served.units(found, self._given)


def crossed(score: Score, truth: np.ndarray, looks: Sequence[np.ndarray]) -> np.ndarray:
    """Of each stretch of examples the answers of the look that is best on all others.

    The first of equal looks, as in training; where none has a score, the last.
    """
    found = np.array(looks[-1], np.float64)
    folds = np.array_split(np.arange(len(truth)), min(FOLDS, len(truth)))
    if len(folds) == 1:
        return found
    sign = 1.0 if score.info.higher_is_better else -1.0
    values = sign * np.array([_on_others(score, truth, answers, folds) for answers in looks])
    known = np.isfinite(values)
    best = np.where(known, values, -np.inf).argmax(axis=0)
    for number, fold in enumerate(folds):
        if known[:, number].any():
            found[fold] = looks[best[number]][fold]
    return found


def _on_others(
    score: Score, truth: np.ndarray, answers: np.ndarray, folds: Sequence[np.ndarray]
) -> list[float]:
    """For each stretch the score of a look on all other examples."""
    if not np.isfinite(answers).all():
        return [np.nan] * len(folds)
    exact = answers.astype(np.float64)
    parts = score.parts(truth, exact)
    if parts is None:
        rest = [np.delete(np.arange(len(truth)), fold) for fold in folds]
        return [score.value(truth[rows], exact[rows]) for rows in rest]
    whole = parts.sum(axis=0)
    return [
        float(score.combine((whole - parts[fold].sum(axis=0)) / (len(truth) - len(fold))))
        for fold in folds
    ]
