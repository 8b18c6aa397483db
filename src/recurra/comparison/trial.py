"""One trial, in a worker: a training up to a rung, a final training, a baseline.

What it needs of the plan comes with each job, so that the same workers serve the pilot, before
there is a plan.
"""

from __future__ import annotations  # torch is loaded in the workers

import importlib
import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from recurra.comparison.budget import Pace
from recurra.comparison.competitors import Wish, competitor
from recurra.comparison.context import Context
from recurra.comparison.looks import Looks
from recurra.comparison.store import Store
from recurra.errors import RecurraError
from recurra.records import Architecture, Search, Trial
from recurra.settings import Training, changed
from recurra.tasks import Fitted, Task
from recurra.tasks.exactness import errors
from recurra.tasks.teaching import lessons
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
    fields.setdefault("seconds", time.perf_counter() - began)
    return Trial(
        key=job.key,
        architecture=job.architecture.name,
        stage=job.stage,
        rung=job.rung,
        learning_rate=job.learning_rate or None,
        seed=job.seed,
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
        lessons(task, training, 0),
        FitSettings.of(fitting, 1e-4, count),
        lambda model: 0.0,
        higher_is_better=True,
    )


def _train(context: Context, job: Job, search: Search) -> dict[str, object]:
    from recurra.train import FitSettings, fit

    task, training, store = context.task, context.setting.training, context.store
    full = search.rungs[-1]
    total = max(full, job.updates)  # all networks may train on for longer than was planned at first
    fitting = changed(training.fitting, evaluations=max(1, search.looks * total // full))
    settings = FitSettings.of(
        fitting, job.learning_rate, job.updates, total_updates=total, seed=job.seed
    )
    state, looks = None, Looks(task, search.look_at)
    if job.stage == "search":
        state = _state_before(store, job)
    else:
        half = sum(update <= job.updates / 2 for update in settings.looks())
        before = _looks_before(store, job)
        state = None if before is None else _state_before(store, job)
        looks = Looks(task, search.look_at, half, None if state is None else before)
    model = untrained(context, job.architecture, job.seed, training.init)
    result = fit(
        model,
        lessons(task, training, job.seed),
        settings,
        looks,
        task.score.info.higher_is_better,
        state=state,
    )
    fields = _fields(result)
    if job.stage == "final":
        fields |= {
            "planned": job.updates,
            "validation": _decided(context, job, looks, model, result),
        }
    store.put(job.key, "checkpoint", result.state)  # last: it says that all is there
    return fields


def _decided(
    context: Context, job: Job, looks: Looks, model: Model, result: FitResult
) -> float | None:
    """Keep the answers that decide, and what half of the training came to; their score."""
    if result.best_score is None or not math.isfinite(result.best_score):
        return None
    context.store.put(job.key, "looks", looks.kept())
    decisive = looks.decisive(model)
    context.store.put(job.key, "validation", decisive)
    score = context.task.score.value(context.task.truth("validation"), decisive)
    return score if math.isfinite(score) else None


def _state_before(store: Store, job: Job) -> FitState | None:
    """Where the training before stopped; None trains from the start, with the same result."""
    there = job.before and store.has(job.before, "checkpoint")
    return store.get(job.before, "checkpoint") if there else None


def _looks_before(store: Store, job: Job) -> dict[str, np.ndarray] | None:
    """What was kept of the looks of the training before; None: none had a score, or it is of an
    older version."""
    if not job.before or not store.has(job.before, "looks"):
        return None
    found: dict[str, np.ndarray] = store.get(job.before, "looks")
    return found if "best" in found else None


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
    baseline = competitor(job.architecture).build(job.architecture, task, Wish())
    for module in baseline.needs:
        importlib.import_module(module)
    task.given("train"), task.given("validation")  # data that are made when first asked for
    began = time.perf_counter()
    fitted = baseline.fit(task, job.seed)
    seconds = time.perf_counter() - began
    _save(context, job, fitted)
    answers = fitted.predict("validation")
    context.store.put(job.key, "validation", answers)
    score = task.score.value(task.truth("validation"), answers)
    trained = served(task.facts(), fitted.model)
    context.store.put(job.key, "predictions", trained.predictions(task.given("test")))
    known = math.isfinite(score)
    return {
        "status": "ok" if known else "diverged",
        "reason": say("tasks.baselines.notes", notes=fitted.notes) if fitted.notes else "",
        "updates": 0,
        "validation": score if known else None,
        "parameters": fitted.parameters,
        "seconds": seconds,
    }


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
