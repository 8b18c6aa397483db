"""How a task teaches, as the settings of a training want it; and what cannot be trained so."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from recurra.cells import Named
from recurra.errors import SettingError
from recurra.settings import Training
from recurra.settings.pooling import LAST
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


def check(task: Task, training: Training, networks: Sequence[Named]) -> None:
    """Raise SettingError where a training does not fit the task, or one of its networks."""
    streaming, cut = training.learn_from == "stream", truncation(training.fitting.truncate)
    if streaming and not hasattr(task, "stream"):
        raise SettingError(say("tasks.teaching.no_stream", task=task.name))
    if streaming and training.pooling != LAST:
        raise SettingError(say("pooling.each_step", name=training.pooling))
    if streaming or cut is not None:
        for network in networks:
            _check_carried(network)
    for name in ("weight_drop", "change_penalty"):
        if getattr(training.fitting, name):
            _check_recurrent(networks, name)
    if cut is None:
        return
    if cut.overlap and not streaming:
        raise SettingError(
            say("tasks.teaching.no_overlap", task=task.name, streams=hasattr(task, "stream"))
        )
    for network in networks:
        if network.cell is not None and network.cell.for_trees:
            raise SettingError(say("tasks.teaching.trees_cut", cell=network.cell.name))


def _check_recurrent(networks: Sequence[Named], name: str) -> None:
    for network in networks:
        if network.cell is None or network.cell.for_trees:
            raise SettingError(say("tasks.teaching.only_for_chains", setting=name, of=network.spec))


def _check_carried(network: Named) -> None:
    """A state has to go on, and no step may see later ones."""
    if network.cell is None:
        raise SettingError(say("tasks.teaching.no_state", name=network.spec))
    if network.options.get("both"):
        raise SettingError(say("tasks.teaching.both_directions", name=network.spec))
