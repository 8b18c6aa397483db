"""One network trained on one source of data, with what its manifest needs."""

from __future__ import annotations  # torch is loaded where it computes

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from recurra import cells
from recurra.data import gather
from recurra.data.read import kept
from recurra.records import ScoreInfo, Source
from recurra.settings import Training
from recurra.tasks import Task, pose
from recurra.tasks.exactness import errors
from recurra.tasks.inputs import check_known, divided
from recurra.tasks.teaching import check, lessons
from recurra.words import Text, say

if TYPE_CHECKING:
    from recurra.nn.inputs import Columns
    from recurra.nn.model import Model
    from recurra.train.range_test import Range


@dataclass(frozen=True)
class Settings:
    """What decides the training of one network."""

    cell: str
    hidden_size: int = 64
    learning_rate: float = 0.01
    updates: int = 1000
    seed: int = 0
    score: str | None = None
    training: Training = field(default_factory=Training)


@dataclass(frozen=True)
class Trained:
    """A model with its best weights, its scores, and what was said on the way."""

    model: Model
    manifest: dict[str, Any]
    score: ScoreInfo
    validation: float
    test: float
    best_update: int
    said: tuple[Text, ...]
    diverged: Text = ""  # why, where it did: the weights are those of the best look before


def train(
    source: Source, settings: Settings, tell: Callable[[tuple[Text, ...]], None] | None = None
) -> Trained:
    """Read, split, train with early stopping on the validation part, score the test part once.

    tell: is told what was concluded from the data and done to them, before anything is trained.

    Raises:
        DataError, CellError, SettingError: as the parts do.

    >>> quick = Settings("elman", hidden_size=8, updates=5)
    >>> train(Source("digits"), quick).score.name
    'accuracy'
    """
    _check_name(settings.cell)
    how, seed = settings.training, settings.seed
    task = pose(gather(source), source, seed, settings.score, how.objective)
    check(task, how, [cells.named(settings.cell)])
    said = (*task.summary.inferred, *task.summary.cleaned, *task.summary.split)
    if tell is not None:
        tell(said)
    from recurra.train import FitSettings, fit

    model = build(task, settings)
    result = fit(
        model,
        lessons(task, how, seed),
        FitSettings.of(how.fitting, settings.learning_rate, settings.updates, seed=seed),
        lambda now: value(task, now, "validation"),
        task.score.info.higher_is_better,
    )
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
        said,
        say("estimators.smaller_rate", reason=result.reason) if result.status != "ok" else "",
    )


def rates(source: Source, settings: Settings) -> Range:
    """The loss over rising learning rates, from starting weights; nothing is kept or scored."""
    _check_name(settings.cell)
    how, seed = settings.training, settings.seed
    task = pose(gather(source), source, seed, settings.score, how.objective)
    check(task, how, [cells.named(settings.cell)])
    from recurra.train import FitSettings, one_thread, range_test

    one = FitSettings.of(how.fitting, settings.learning_rate, settings.updates, seed=seed)
    with one_thread():
        return range_test.range_test(build(task, settings), lessons(task, how, seed), one)


def build(task: Task, settings: Settings) -> Model:
    """The network with starting weights drawn from the seed alone."""
    from recurra.tasks.network import network

    how, found = settings.training, cells.named(settings.cell)
    given: Columns = {}
    if found.cell is not None:
        check_known(how.inputs, (found.cell,))
        given = divided(how.inputs, found.cell, task)
    return network(
        settings.cell, task, settings.hidden_size, settings.seed, init=how.init,
        recurrence=how.recurrence, inputs=given, pooling=how.pooling,
    )  # fmt: skip


def _check_name(spec: str) -> None:
    """What does not exist is said before data are read."""
    found = cells.named(spec)
    if found.cell is not None:
        found.cell.graph()
        return
    from recurra.nn.bodies.find import find  # torch: its options stand in the class

    find(spec)


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
        "updates": settings.updates,
        "training": dataclasses.asdict(settings.training),
        "objective": dataclasses.asdict(settings.training.objective),
        "score": task.score.info.name,
        "source": dataclasses.asdict(kept(source)),
        "task": task.facts(),
    }
