"""What the trainings of all papers have in common: how they are run, and what is recorded."""

import time
from collections.abc import Callable

import numpy as np
from torch import nn

from recurra.claims import Training
from recurra.papers.paper import Job
from recurra.records import Point
from recurra.settings import Fitting
from recurra.train import FitResult, FitSettings, fit
from recurra.train.fit import Batches

EVALUATIONS = 10  # looks at the validation part; none of them ends a training
CLIP_NORM = 1.0
BEFORE, AFTER = "ratio before", "ratio after"  # training: names of curves in the records


def settings(job: Job) -> FitSettings:
    """Of a job; the best of the looks is kept."""
    fitting = Fitting(
        optimizer=job.optimizer, clip_norm=CLIP_NORM, evaluations=EVALUATIONS, patience=0
    )
    return FitSettings.of(fitting, job.learning_rate, job.updates, seed=job.seed)


def learn(job: Job, model: nn.Module, batches: Batches, skill: Callable[[], float]) -> FitResult:
    """Train; `skill` on the validation part decides which weights the model has afterwards."""
    return fit(model, batches, settings(job), lambda _: skill(), higher_is_better=True)


def record(
    job: Job,
    result: FitResult,
    *,
    validation: np.ndarray,
    test: np.ndarray,
    parameters: int,
    ratio: float | None,
    curves: dict[str, tuple[Point, ...]],
    began: float,
) -> Training:
    """A training as it is kept, from the skill of each example of both parts."""
    return Training(
        key=job.key,
        condition=job.condition,
        architecture=job.architecture,
        stage=job.stage,
        learning_rate=job.learning_rate,
        seed=job.seed,
        status=result.status,
        updates=result.state.progress.update,
        validation=float(validation.mean()),
        test=float(test.mean()),
        spread=float(test.std()),
        examples=len(test),
        parameters=parameters,
        ratio=ratio,
        curves={**curves, "skill": tuple(result.curve)},
        seconds=time.perf_counter() - began,
    )
