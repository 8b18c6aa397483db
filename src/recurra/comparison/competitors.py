"""A competitor: a network or a simple baseline, and what a comparison asks of either."""

from __future__ import annotations  # torch is loaded where it computes

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, final

from recurra.errors import SettingError
from recurra.records import Architecture, Recurrence
from recurra.settings.pooling import LAST
from recurra.tasks import Task
from recurra.words import Text

if TYPE_CHECKING:
    from recurra.nn.bodies.design import Design
    from recurra.nn.inputs import Columns
    from recurra.nn.model import Model
    from recurra.tasks.task import Baseline


@dataclass(frozen=True)
class Wish:
    """What networks are described and built with."""

    hidden_size: int = 64
    match: str = "hidden"
    recurrence: Recurrence = field(default_factory=Recurrence)
    inputs: str = ""  # which columns the inputs of cells with several get, see `tasks.inputs`
    backend: str = "auto"
    dtype: str = "float32"
    init: str = "uniform"
    pooling: str = LAST
    seed: int = 0


class Competitor(Protocol):
    """What takes part in a comparison."""

    def reason_against(self, task: Task, wish: Wish) -> Text:
        """Why it takes no part; empty where it does."""
        ...

    def describe(self, task: Task, wish: Wish) -> Architecture:
        """Its record: name, sizes, costs by formula."""
        ...

    def build(self, architecture: Architecture, task: Task, wish: Wish) -> Any:
        """What is trained or fitted: a model, or a baseline."""
        ...


def competitor(architecture: Architecture) -> Competitor:
    """The competitor of a record."""
    if not architecture.network:
        return Simple(architecture.spec)
    return Trained(architecture.spec, architecture.name)


@final
@dataclass(frozen=True)
class Simple:
    """A simple baseline of a task."""

    name: str

    def reason_against(self, task: Task, wish: Wish) -> Text:
        """Why it cannot be fitted here."""
        return self._own(task).skip()

    def describe(self, task: Task, wish: Wish) -> Architecture:
        """Its name; with the reason where it takes no part."""
        naive, against = self._own(task).naive, self.reason_against(task, wish)
        return Architecture(self.name, "baseline", self.name, naive=naive, skipped=against)

    def build(self, architecture: Architecture, task: Task, wish: Wish) -> Baseline:
        """The baseline, before its fit."""
        return self._own(task)

    def _own(self, task: Task) -> Baseline:
        return next(b for b in task.baselines() if b.name == self.name)


@final
@dataclass(frozen=True)
class Trained:
    """A network: a body of any design, and what the task puts before and behind it.

    `name`: as it is shown, where its own is another competitor's as well.
    """

    spec: str
    name: str = ""

    @property
    def design(self) -> Design:
        """Of its body; raises where there is no such thing."""
        from recurra.nn.bodies.find import find

        return find(self.spec)

    def columns(self, task: Task, inputs: str) -> Columns:
        """Which columns each of several inputs of its cell gets."""
        from recurra.tasks.inputs import divided

        cell = self.design.cell
        return {} if cell is None else divided(inputs, cell, task)

    def reason_against(self, task: Task, wish: Wish) -> Text:
        """Why its body does not fit the task, or cannot be trained as is asked for."""
        from recurra.tasks import network

        try:
            wanted = network.interface(task)
            network.check(self.design, task, wanted, wish.recurrence, wish.pooling)
        except SettingError as error:
            return error.message
        return ""

    def describe(self, task: Task, wish: Wish) -> Architecture:
        """Its sizes and costs; raises SettingError where there is a reason against it."""
        from recurra.comparison.sizing import architecture

        against = self.reason_against(task, wish)
        if against:
            raise SettingError(against)
        design = self.design
        columns = self.columns(task, wish.inputs)
        name = self.name or design.name
        return architecture(design, name, task, wish.hidden_size, wish.match, columns, wish.pooling)

    def build(self, architecture: Architecture, task: Task, wish: Wish) -> Model:
        """The model with starting weights drawn from the seed alone."""
        from recurra.tasks.network import network

        return network(
            self.spec, task, architecture.hidden, wish.seed, init=wish.init,
            recurrence=wish.recurrence, backend=architecture.runs_on or wish.backend,
            dtype=wish.dtype, inputs=architecture.inputs, pooling=architecture.pooling,
        )  # fmt: skip
