"""What a job of a comparison is done with: the setting, the data and the store, handed to it."""

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from recurra.comparison import shared
from recurra.comparison.store import Store
from recurra.data.read import gather
from recurra.errors import RunError
from recurra.records import DataSummary, Plan, Source
from recurra.settings import Networks, Training
from recurra.tasks import Task, pose
from recurra.tasks.task import take_summary
from recurra.words import say


@dataclass(frozen=True)
class Setting:
    """What all trials of a comparison have in common."""

    source: Source
    score: str
    seed: int  # of the split
    networks: Networks
    training: Training = field(default_factory=Training)

    @property
    def backend(self) -> str:
        """What computes."""
        return self.networks.backend

    @property
    def dtype(self) -> str:
        """Of all numbers."""
        return self.networks.dtype

    @classmethod
    def of(cls, plan: Plan) -> "Setting":
        """That of a plan."""
        return cls(plan.source, plan.score.name, plan.seed, plan.networks, plan.training)


@dataclass(frozen=True, eq=False)
class Context:
    """The first argument of every job."""

    setting: Setting
    task: Task
    store: Store


def load(
    setting: Setting, summary: DataSummary | None, folder: Path, common: Path | None = None
) -> Context:
    """A context for the process that asks for it, with the data that all of them share.

    Args:
        setting: how the data are read and split.
        summary: what another process found of the same data. Fingerprints are compared; the audit
            for leaks, which takes far longer, is not made again.
        folder: of the store.
        common: where the task lies that all processes map; where it is not, on another machine
            for instance, the data are read anew.

    Raises:
        RunError: the data that were read anew are not those of the summary.
    """
    if common is not None:
        with contextlib.suppress(OSError):
            return Context(setting, shared.get(common), Store(folder))
    source = setting.source
    objective = setting.training.objective
    task = pose(gather(source), source, setting.seed, setting.score, objective, setting.dtype)
    if summary is not None and not take_summary(task, summary):
        raise RunError(say("comparison.errors.data_changed", data=source.data))
    return Context(setting, task, Store(folder))
