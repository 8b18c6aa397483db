"""One trial, in a worker: a training up to a rung, a final training, a baseline.

What it needs of the plan comes with each job, so that the same workers serve the pilot, before
there is a plan.
"""

from __future__ import annotations  # torch is loaded in the workers

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from recurra.comparison.budget import Pace
from recurra.comparison.context import Context
from recurra.comparison.store import Store
from recurra.errors import RecurraError
from recurra.records import Architecture, Search, Trial
from recurra.settings import Training, changed
from recurra.tasks import Fitted, Task
from recurra.tasks.exactness import errors
from recurra.words import Text, say

if TYPE_CHECKING:
    from recurra.nn.model import Model
    from recurra.train import FitResult, FitState


@dataclass(frozen=True)
class Job:
    """One trial to be run."""

    key: str
    architecture: Architecture
    stage: str  # search | final | baseline
    seed: int
    rung: int = -1
    updates: int = 0
    learning_rate: float = 0.0
    before: str = ""  # key of the trial that this one goes on from


def untrained(
    context: Context, architecture: Architecture, seed: int = 0, init: str = "uniform"
) -> Model:
    """The network of an architecture as the setting wants it, before its training."""
    from recurra.comparison.architectures import build

    setting = context.setting
    return build(
        architecture,
        context.task,
        seed,
        setting.backend,
        setting.dtype,
        init,
        setting.training.recurrence,
    )


def run(context: Context, job: Job, search: Search) -> Trial:
    """Run one trial; what goes wrong in it is its result."""
    began = time.perf_counter()
    try:
        fields = (
            _baseline(context, job) if job.stage == "baseline" else _train(context, job, search)
        )
    except RecurraError as error:  # its message says what and where
        fields = _failed(error.message)
    except (ArithmeticError, MemoryError, RuntimeError, ValueError) as error:
        fields = _failed(f"{type(error).__name__}: {error}")
    return Trial(
        key=job.key,
        architecture=job.architecture.name,
        stage=job.stage,
        rung=job.rung,
        learning_rate=job.learning_rate or None,
        seed=job.seed,
        seconds=time.perf_counter() - began,
        **fields,  # type: ignore[arg-type]
    )


def _failed(reason: Text) -> dict[str, object]:
    return {"status": "failed", "reason": reason, "updates": 0}


def pace(context: Context, architecture: Architecture, seconds: float) -> Pace:
    """Measure an architecture: compile it, then time its updates for about so many seconds."""
    task, training = context.task, context.setting.training
    model = untrained(context, architecture)
    first = timed_updates(model, task, training, 2)  # compiles
    few = timed_updates(model, task, training, 4)
    count = max(4, min(400, int(seconds / max(few, 1e-5))))
    update = timed_updates(model, task, training, count) if few < seconds else min(first, few)
    task.predictions(model, "validation")  # compiles what only inference needs
    began = time.perf_counter()
    task.predictions(model, "validation")
    evaluation = time.perf_counter() - began
    counts = task.summary.counts
    share = counts["test"] / max(counts["validation"], 1)
    return Pace(update, evaluation, evaluation * share)


def timed_updates(model: Model, task: Task, training: Training, count: int) -> float:
    """Seconds of one update."""
    began = time.perf_counter()
    run_updates(model, task, training, count)
    return (time.perf_counter() - began) / count


def run_updates(model: Model, task: Task, training: Training, count: int) -> None:
    """So many updates with the settings of training, without a look at the validation part."""
    from recurra.train import FitSettings, fit

    fitting = changed(training.fitting, evaluations=1)
    fit(
        model,
        lambda epoch: task.batches("train", training.batch, seed=0, epoch=epoch),
        FitSettings.of(fitting, 1e-4, count),
        lambda model: 0.0,
        higher_is_better=True,
    )


def _train(context: Context, job: Job, search: Search) -> dict[str, object]:
    from recurra.train import FitSettings, fit

    task, training, full = context.task, context.setting.training, search.rungs[-1]
    model = untrained(context, job.architecture, job.seed, training.init)
    truth = task.truth("validation")
    result = fit(
        model,
        lambda epoch: task.batches("train", training.batch, seed=job.seed, epoch=epoch),
        FitSettings.of(
            training.fitting, job.learning_rate, job.updates, total_updates=full, seed=job.seed
        ),
        lambda model: task.score.value(truth, task.predictions(model, "validation")),
        task.score.info.higher_is_better,
        state=_state_before(context.store, job),
    )
    context.store.put(job.key, "checkpoint", result.state)
    return _fields(result)


def _state_before(store: Store, job: Job) -> FitState | None:
    """Where the rung before stopped; None trains from the start, with the same result."""
    there = job.before and store.has(job.before, "checkpoint")
    return store.get(job.before, "checkpoint") if there else None


def _fields(result: FitResult) -> dict[str, object]:
    best = result.best_score
    return {
        "status": result.status,
        "reason": result.reason,
        "updates": result.state.progress.update,
        "validation": best if best is not None and math.isfinite(best) else None,
        "best_update": result.best_update,
        "train_loss": result.train_loss,
        "curve": result.curve,
        "spent": result.spent,
    }


def _baseline(context: Context, job: Job) -> dict[str, object]:
    """Fit, score the validation part; the test part's predictions are kept for the very end."""
    from recurra.tasks.served import served

    task = context.task
    baseline = next(b for b in task.baselines() if b.name == job.architecture.name)
    fitted = baseline.fit(task, job.seed)
    _save(context, job, fitted)
    score = task.score.value(task.truth("validation"), fitted.predict("validation"))
    trained = served(task.facts(), fitted.model)
    context.store.put(job.key, "predictions", trained.predictions(task.given("test")))
    known = math.isfinite(score)
    return {
        "status": "ok" if known else "diverged",
        "reason": _together(fitted.notes),
        "updates": 0,
        "validation": score if known else None,
        "parameters": fitted.parameters,
    }


def _together(notes: Sequence[Text]) -> Text:
    """Several messages as one; "" where there are none."""
    if len(notes) < 2:
        return notes[0] if notes else ""
    return say("comparison.notes.together", notes=tuple(notes))


def _save(context: Context, job: Job, fitted: Fitted) -> None:
    """Keep a baseline as a bundle, to be costed, and to become best/."""
    setting, task = context.setting, context.task
    facts = {
        "name": job.architecture.name,
        "seed": job.seed,
        "score": setting.score,
        "errors": errors(task, fitted.predict("validation")),
        "source": asdict(setting.source),
        "task": task.facts(),
    }
    context.store.put(job.key, "bundle", (fitted.model, facts))
