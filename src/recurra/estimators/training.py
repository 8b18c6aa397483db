"""One network trained on one source of data, with what its manifest needs."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from recurra import cells
from recurra.data import gather
from recurra.nn.model import Model
from recurra.records import Objective, Recurrence, ScoreInfo, Source
from recurra.tasks import Task, pose
from recurra.tasks.exactness import errors
from recurra.tasks.inputs import check_known, divided
from recurra.tasks.network import network
from recurra.train import FitSettings, fit


@dataclass(frozen=True)
class Settings:
    """What decides the training of one network."""

    cell: str
    hidden_size: int = 64
    learning_rate: float = 0.01
    optimizer: str = "adam"
    updates: int = 1000
    batch_size: int = 32
    seed: int = 0
    score: str | None = None
    schedule: str = "none"
    init: str = "uniform"
    objective: Objective = field(default_factory=Objective)
    recurrence: Recurrence = field(default_factory=Recurrence)
    inputs: str = ""  # columns of a cell with several inputs, see `tasks.inputs`


@dataclass(frozen=True)
class Trained:
    """A model with its best weights, its scores, and what was said on the way."""

    model: Model
    manifest: dict[str, Any]
    score: ScoreInfo
    validation: float
    test: float
    best_update: int
    said: tuple[str, ...]


def train(source: Source, settings: Settings) -> Trained:
    """Read, split, train with early stopping on the validation part, score the test part once.

    Raises:
        DataError, CellError, SettingError: as the parts do.

    >>> quick = Settings("elman", hidden_size=8, updates=5)
    >>> train(Source("digits"), quick).score.name
    'accuracy'
    """
    cells.find(settings.cell).graph()
    task = pose(gather(source), source, settings.seed, settings.score, settings.objective)
    model = build(task, settings)
    result = fit(
        model,
        lambda epoch: task.batches("train", settings.batch_size, seed=settings.seed, epoch=epoch),
        FitSettings(
            learning_rate=settings.learning_rate,
            updates=settings.updates,
            total_updates=settings.updates,
            optimizer=settings.optimizer,
            schedule=settings.schedule,
            clip_norm=1.0,
            patience=8,
            seed=settings.seed,
        ),
        lambda now: value(task, now, "validation"),
        task.score.info.higher_is_better,
    )
    diverged = (f"The training diverged: {result.reason}",) if result.status != "ok" else ()
    return Trained(
        model.eval(),
        {
            **manifest(task, source, settings),
            "errors": errors(task, task.predictions(model, "validation")),
        },
        task.score.info,
        value(task, model, "validation"),
        value(task, model, "test"),
        result.best_update,
        (*task.summary.inferred, *task.summary.cleaned, *task.summary.split, *diverged),
    )


def build(task: Task, settings: Settings) -> Model:
    """The network with starting weights drawn from the seed alone."""
    cell = cells.find(settings.cell)
    check_known(settings.inputs, (cell,))
    return network(
        settings.cell, task, settings.hidden_size, settings.seed, init=settings.init,
        recurrence=settings.recurrence, inputs=divided(settings.inputs, cell, task),
    )  # fmt: skip


def value(task: Task, model: Any, part: str) -> float:
    """The score that decides, on a part."""
    return task.score.value(task.truth(part), task.predictions(model, part))


def manifest(task: Task, source: Source, settings: Settings) -> dict[str, Any]:
    """What a bundle keeps beside the weights."""
    return {
        "cell": settings.cell,
        "name": settings.cell,
        "seed": settings.seed,
        "learning_rate": settings.learning_rate,
        "schedule": settings.schedule,
        "init": settings.init,
        "inputs": settings.inputs,
        **dataclasses.asdict(settings.recurrence),
        "objective": dataclasses.asdict(settings.objective),
        "score": task.score.info.name,
        "source": dataclasses.asdict(source),
        "task": task.facts(),
    }
