"""Looks at the validation part while a network trains, and the score that comes of them.

Looks are counted, not clocked: an example that is looked at costs a third of one that is trained
on, and all looks of a training cost at most `SHARE` of its updates. Where that is not enough for
all examples as often as asked for, fewer of them are looked at, evenly spread, or less often.

The weights that score best are kept. The best of many noisy scores is too good to be held against
a model that was scored once, so it does not decide: each example is answered by the weights that
are best on the other examples (the rows are divided into `FOLDS` stretches, so that neighbours in
time stay together), and the score of these answers is as fair as that of a model fitted once.
"""

from collections.abc import Mapping, Sequence
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


class Fair:
    """Of each stretch of examples the answers of the look that is best on all others.

    The first of equal looks, as in training; where none has a score, the last. Looks are taken one
    by one, and no more is kept of them than it takes to go on: the best answers of each stretch so
    far with their scores, and the last ones.

    >>> from recurra.tasks import scores
    >>> fair = Fair(scores.find("mae", "forecasting"), np.zeros((10, 1, 1)))
    >>> for error in (3.0, 1.0, 2.0):
    ...     fair.take(np.full((10, 1, 1), error, np.float32))
    >>> fair.answers().mean(), fair.number
    (np.float64(1.0), 3)
    """

    def __init__(
        self, score: Score, truth: np.ndarray, kept: Mapping[str, np.ndarray] | None = None
    ) -> None:
        self.score, self.truth = score, truth
        self._folds = np.array_split(np.arange(len(truth)), min(FOLDS, len(truth)))
        self.number = int(kept["number"]) if kept else 0  # of looks
        self.scores = kept["scores"].copy() if kept else np.full(len(self._folds), -np.inf)
        self.best: np.ndarray | None = kept["best"].copy() if kept else None
        self.last: np.ndarray | None = kept["last"] if kept else None

    def take(self, answers: np.ndarray) -> None:
        """One more look."""
        self.number, self.last = self.number + 1, answers
        if self.best is None:
            self.best = answers.copy()
        if len(self._folds) == 1:
            return
        sign = 1.0 if self.score.info.higher_is_better else -1.0
        values = _on_others(self.score, self.truth, answers, self._folds)
        for number, (value, fold) in enumerate(zip(values, self._folds, strict=True)):
            if np.isfinite(value) and sign * value > self.scores[number]:
                self.scores[number], self.best[fold] = sign * value, answers[fold]

    def answers(self) -> np.ndarray:
        """After the looks so far, of which there is one at least."""
        assert self.best is not None
        found = np.array(self.last, np.float64)
        for value, fold in zip(self.scores, self._folds, strict=True):
            if value > -np.inf:
                found[fold] = self.best[fold]
        return found

    def kept(self) -> dict[str, Any]:
        """What it takes to go on, as arrays."""
        return {
            "number": np.array(self.number),
            "scores": self.scores,
            "best": self.best,
            "last": self.last,
        }


class Looks:
    """Looks at the validation part while a network trains; called with it, it takes one more.

    `count`: examples `rows` of the validation part that a look takes, 0: all. `half`: after so many
    looks the fair answers are kept as `early`; None: only scores are wanted. `before`: what was
    kept of a training that is gone on with.
    """

    def __init__(
        self,
        task: Task,
        count: int,
        half: int | None = None,
        before: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self.task, self.half = task, half
        self.last: np.ndarray | None = None
        self.early: np.ndarray | None = None
        self._all = task.truth("validation")
        self.rows = spread(len(self._all), count)
        self.truth = self._all[self.rows]
        self._given: Any = None
        if len(self.rows) < len(self._all):
            self._given = task.given("validation").take(self.rows)
        self._batches: list[Any] = []
        self._fair = Fair(task.score, self.truth, before)
        self._halve()

    def __call__(self, model: Any) -> float:
        """The score of a look."""
        answers = self._answers(model)
        self.last = answers.astype(np.float32)
        if self.half is not None:
            self._fair.take(self.last)
            self._halve()
        return self.task.score.value(self.truth, answers)

    def fair(self) -> np.ndarray:
        """Answers for the rows, each by the weights that are best on the others."""
        return self._fair.answers()

    def kept(self) -> dict[str, Any]:
        """What it takes to go on, the fair answers at the end (`late`), and after half of the looks
        or, of a training that ended before, all of them (`early`)."""
        found = {**self._fair.kept(), "late": self.fair()}
        if self.half:
            found["early"] = found["late"] if self.early is None else self.early
        return found

    def _halve(self) -> None:
        if self.half and self._fair.number == self.half:
            self.early = self.fair()

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
    """The fair answers after all of these looks."""
    fair = Fair(score, truth)
    for answers in looks:
        fair.take(answers)
    return fair.answers()


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
