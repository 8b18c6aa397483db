"""How a task teaches, as the settings of a training want it; and what cannot be trained so."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.settings import Training
from recurra.settings.truncation import truncation
from recurra.tasks.task import Task
from recurra.words import say

if TYPE_CHECKING:
    from recurra.nn.batch import Batch


def lessons(task: Task, training: Training, seed: int) -> Callable[[int], Iterator[Batch]]:
    """The batches of an epoch, of the training part: what `recurra.train.fit` is given."""
    if training.learn_from == "stream":
        stream = task.stream  # type: ignore[attr-defined]
        return lambda epoch: stream(training.batch, seed, epoch)
    return lambda epoch: task.batches("train", training.batch, seed=seed, epoch=epoch)


def check(task: Task, training: Training, cells: Sequence[Cell]) -> None:
    """Raise SettingError where a training does not fit the task, or one of its cells."""
    streaming, cut = training.learn_from == "stream", truncation(training.fitting.truncate)
    if streaming and not hasattr(task, "stream"):
        raise SettingError(say("tasks.teaching.no_stream", task=task.name))
    if cut is None:
        return
    if cut.overlap and not streaming:
        raise SettingError(
            say("tasks.teaching.no_overlap", task=task.name, streams=hasattr(task, "stream"))
        )
    for cell in cells:
        if cell.for_trees:
            raise SettingError(say("tasks.teaching.trees_cut", cell=cell.name))
