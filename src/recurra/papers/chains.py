"""One training on a chain: skill on the test part, and the gradient ratio before and after."""

import time
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from torch import nn

from recurra.claims import Training
from recurra.comparison.architectures import build, describe
from recurra.data import gather
from recurra.diagnose.gradient_ratio import ratios
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.papers import training
from recurra.papers.paper import Job
from recurra.records import Source
from recurra.tasks import Task, pose

BOUND = 2.0  # variances: a squared error counts as at most that
RATIO_EXAMPLES = 128
FEWEST = 8  # examples at a distance, so that a median says something


def train(job: Job) -> Training:
    """Train with the best look at the validation part kept; read the ratio at its distance."""
    began = time.perf_counter()
    task = _task(job.source)
    architecture = describe((job.spec,), task, job.hidden, "hidden")[0]
    model = build(architecture, task, job.seed, "auto")
    before = _ratios(model, task)
    result = training.learn(
        job,
        model,
        lambda epoch: task.batches("train", job.batch_size, seed=job.seed, epoch=epoch),
        lambda: float(skills(task, model, "validation").mean()),
    )
    model.eval()
    after = _ratios(model, task)
    return training.record(
        job,
        result,
        validation=skills(task, model, "validation"),
        test=skills(task, model, "test"),
        parameters=architecture.parameters,
        ratio=dict(after).get(float(job.distance)),
        curves={training.BEFORE: before, training.AFTER: after},
        began=began,
    )


def skills(task: Task, model: nn.Module, part: str) -> np.ndarray:
    """The skill of each example [N]: 0 by chance or by saying the mean, 1 perfect.

    Of classes (right - 1/C) / (1 - 1/C); of values see `bounded`. An answer that is no number is
    worth 0.
    """
    truth, said = task.truth(part), task.predictions(model, part)
    known = np.isfinite(said).all(axis=tuple(range(1, said.ndim)))
    if task.probabilities:
        chance = 1 / said.shape[1]
        found = ((said.argmax(1) == truth) - chance) / (1 - chance)
    else:
        found = bounded(truth, said)
    return np.where(known, found, 0.0)


def bounded(truth: np.ndarray, said: np.ndarray) -> np.ndarray:
    """The skill of each value [N]: 1 - min(e^2, L) / mean of min(d^2, L).

    e is the error, d the distance of the truth from its mean, L = 2 var. Without the bound its mean
    is R^2; with it one wild answer does not drown the others. Errors and what they are held against
    have the same bound, so that saying the mean is worth 0 still.

    >>> y = np.array([[0.0], [1.0], [2.0], [5.0]])
    >>> float(bounded(y, y).mean()), float(bounded(y, np.full((4, 1), 2.0)).mean())
    (1.0, 0.0)
    """
    limit, axes = BOUND * truth.var(), tuple(range(1, truth.ndim))
    with np.errstate(all="ignore"):
        error = np.square(said - truth).mean(axes)
    naive = np.square(truth - truth.mean()).mean(axes)
    return 1 - np.minimum(error, limit) / np.minimum(naive, limit).mean()


@lru_cache(maxsize=1)  # of a worker: the data made last
def _task(source: Source) -> Task:
    return pose(gather(source), source)


def _ratios(model: Model, task: Task) -> tuple[tuple[float, float], ...]:
    """(distance, median ratio at all states jointly), where it is a number."""
    with np.errstate(all="ignore"):
        found = ratios(model, _some(task)).states
    known = np.isfinite(found).sum(0) >= FEWEST
    points = [(d, float(np.nanmedian(found[:, d]))) for d in np.flatnonzero(known)]
    return tuple((float(d), ratio) for d, ratio in points)


def _some(task: Task) -> Iterator[Batch]:
    left = RATIO_EXAMPLES
    for batch in task.batches("validation", 64):
        if left <= 0:
            return
        left -= batch.x.shape[1]
        yield batch
