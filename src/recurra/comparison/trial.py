"""One trial, in a worker: a training up to a rung, a final training, a baseline.

A worker loads the data once. What it needs of the plan comes with each job, so that the same
workers serve the pilot, before there is a plan.
"""

import math
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from recurra.comparison.architectures import build
from recurra.comparison.budget import Pace
from recurra.data.read import gather
from recurra.errors import RecurraError, RunError
from recurra.export import bundle
from recurra.nn.model import Model
from recurra.records import Architecture, Objective, Recurrence, Search, Source, Trial
from recurra.tasks import Fitted, Task, pose
from recurra.tasks.exactness import errors
from recurra.tasks.served import served
from recurra.train import FitResult, FitSettings, FitState, checkpoint, fit


@dataclass(frozen=True)
class Setting:
    """What all trials of a comparison have in common."""

    source: Source
    score: str
    seed: int  # of the split
    backend: str
    dtype: str
    state: str  # folder of checkpoints and predictions
    objective: Objective = field(default_factory=Objective)
    recurrence: Recurrence = field(default_factory=Recurrence)


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


_setting: Setting | None = None
_task: Task | None = None


def prepare(setting: Setting, fingerprint: str) -> None:
    """Load the data, once for each worker process."""
    global _setting, _task
    _setting = setting
    data = gather(setting.source)
    _task = pose(data, setting.source, setting.seed, setting.score, setting.objective)
    if fingerprint and _task.summary.fingerprint != fingerprint:
        raise RunError(f"{setting.source.data} has changed since the plan was made")


def room() -> tuple[Setting, Task]:
    """This worker's setting and task."""
    assert _setting is not None and _task is not None, "prepare() has not run in this process"
    return _setting, _task


def untrained(architecture: Architecture, seed: int = 0, init: str = "uniform") -> Model:
    """The network of an architecture as this worker's setting wants it, before its training."""
    setting, task = room()
    return build(architecture, task, seed, setting.backend, setting.dtype, init, setting.recurrence)


def checkpoint_path(folder: str | Path, key: str) -> Path:
    """Where a training's state lies between rungs."""
    return Path(folder) / f"{key}.safetensors"


def predictions_path(folder: str | Path, key: str) -> Path:
    """Where predictions of the test part wait to be scored."""
    return Path(folder) / f"{key}.npy"


def bundle_path(folder: str | Path, key: str) -> Path:
    """Where a fitted baseline waits to be costed, and to become best/."""
    return Path(folder) / "baselines" / key


def run(job: Job, search: Search) -> Trial:
    """Run one trial; what goes wrong in it is its result."""
    began = time.perf_counter()
    try:
        fields = _baseline(job) if job.stage == "baseline" else _train(job, search)
    except RecurraError as error:  # its text is a sentence that says what and where
        fields = _failed(str(error))
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


def _failed(reason: str) -> dict[str, object]:
    return {"status": "failed", "reason": reason, "updates": 0}


def pace(architecture: Architecture, search: Search, seconds: float) -> Pace:
    """Measure an architecture: compile it, then time its updates for about so many seconds."""
    _, task = room()
    model = untrained(architecture)
    first = timed_updates(model, task, search, 2)  # compiles
    few = timed_updates(model, task, search, 4)
    count = max(4, min(400, int(seconds / max(few, 1e-5))))
    update = timed_updates(model, task, search, count) if few < seconds else min(first, few)
    task.predictions(model, "validation")  # compiles what only inference needs
    began = time.perf_counter()
    task.predictions(model, "validation")
    evaluation = time.perf_counter() - began
    counts = task.summary.counts
    share = counts["test"] / max(counts["validation"], 1)
    return Pace(update, evaluation, evaluation * share)


def settings(search: Search, learning_rate: float, updates: int, seed: int) -> FitSettings:
    """The settings of one training."""
    return FitSettings(
        learning_rate=learning_rate,
        updates=updates,
        total_updates=search.rungs[-1],
        optimizer=search.optimizer,
        momentum=search.momentum,
        clip_norm=search.clip_norm,
        evaluations=search.evaluations,
        patience=search.patience,
        schedule=search.schedule,
        seed=seed,
    )


def timed_updates(model: Model, task: Task, search: Search, count: int) -> float:
    """Seconds of one update."""
    began = time.perf_counter()
    run_updates(model, task, search, count)
    return (time.perf_counter() - began) / count


def run_updates(model: Model, task: Task, search: Search, count: int) -> None:
    """So many updates with the settings of the search, without a look at the validation part."""
    full = replace(search, rungs=(count,), evaluations=1)
    fit(
        model,
        lambda epoch: task.batches("train", search.batch_size, seed=0, epoch=epoch),
        settings(full, 1e-4, count, 0),
        lambda model: 0.0,
        higher_is_better=True,
    )


def _train(job: Job, search: Search) -> dict[str, object]:
    setting, task = room()
    model = untrained(job.architecture, job.seed, search.init)
    truth = task.truth("validation")
    result = fit(
        model,
        lambda epoch: task.batches("train", search.batch_size, seed=job.seed, epoch=epoch),
        settings(search, job.learning_rate, job.updates, job.seed),
        lambda model: task.score.value(truth, task.predictions(model, "validation")),
        task.score.info.higher_is_better,
        state=_state_before(job, setting),
    )
    checkpoint.save(result.state, checkpoint_path(setting.state, job.key))
    return _fields(result)


def _state_before(job: Job, setting: Setting) -> FitState | None:
    """Where the rung before stopped; None trains from the start, with the same result."""
    path = checkpoint_path(setting.state, job.before)
    return checkpoint.load(path) if job.before and path.exists() else None


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


def _baseline(job: Job) -> dict[str, object]:
    """Fit, score the validation part; the test part's predictions are kept for the very end."""
    setting, task = room()
    baseline = next(b for b in task.baselines() if b.name == job.architecture.name)
    fitted = baseline.fit(task, job.seed)
    _save(job, fitted, setting, task)
    score = task.score.value(task.truth("validation"), fitted.predict("validation"))
    trained = served(task.facts(), fitted.model)
    np.save(predictions_path(setting.state, job.key), trained.predictions(task.given("test")))
    known = math.isfinite(score)
    return {
        "status": "ok" if known else "diverged",
        "reason": " ".join(fitted.notes),
        "updates": 0,
        "validation": score if known else None,
        "parameters": fitted.parameters,
    }


def _save(job: Job, fitted: Fitted, setting: Setting, task: Task) -> None:
    """Keep a baseline as a bundle."""
    facts = {
        "name": job.architecture.name,
        "seed": job.seed,
        "score": setting.score,
        "errors": errors(task, fitted.predict("validation")),
        "source": asdict(setting.source),
        "task": task.facts(),
    }
    bundle.save(bundle_path(setting.state, job.key), fitted.model, facts)
