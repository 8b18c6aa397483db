"""What every task can do: its batches, its head, its score, its simple baselines."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, final

import numpy as np

from recurra.errors import SettingError
from recurra.records import DataSummary, Objective, Source
from recurra.settings.training import VALUE_LOSSES
from recurra.tasks.given import Given
from recurra.tasks.scores import Score
from recurra.words import Text, say

if TYPE_CHECKING:
    import torch
    from torch import nn

    from recurra.nn import Forest
    from recurra.nn.batch import Batch
    from recurra.tasks.baselines.fitted import FittedBaseline

PARTS = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class Blocks:
    """How the examples of a part depend on each other: what a bootstrap must keep together.

    `length`: neighbours to be drawn together as a moving block (1: each example on its own);
    `group` [N]: number of the series that an example comes from, None where there is only one.
    Blocks do not reach over the end of a group; groups are clusters of their own.
    """

    length: int = 1
    group: np.ndarray | None = None


@dataclass(frozen=True)
class Order:
    """How a task is to be made of some data: what `pose` hands to the class that takes them."""

    source: Source
    seed: int = 0
    score: str | None = None
    objective: Objective | None = None
    dtype: torch.dtype | str | None = None  # None: float32

    def plain(self, name: str) -> Order:
        """This order; SettingError where it asks for another loss than that of a task."""
        if self.of_values().loss != Objective().loss:
            raise SettingError(say("tasks.pose.own_loss", task=name))
        return self

    def of_values(self) -> Objective:
        """What values are trained for; SettingError where that is for classes alone."""
        asked = self.objective or Objective()
        if replace(asked, loss=Objective().loss, quantile=Objective().quantile) != Objective():
            raise SettingError(say("tasks.pose.only_for_classes"))
        return asked

    def of_classes(self) -> dict[str, Any]:
        """What classes are trained for, by name; SettingError where that is for values alone."""
        asked = self.objective or Objective()
        if asked.loss in VALUE_LOSSES:
            raise SettingError(say("tasks.pose.only_for_values", loss=asked.loss))
        return {name: value for name, value in vars(asked).items() if name != "quantile"}


def number_type(dtype: torch.dtype | str | None) -> torch.dtype:
    """The type of a task's numbers, which may be named before torch is loaded; None: float32.

    >>> number_type("float64"), number_type(None)
    (torch.float64, torch.float32)
    """
    import torch

    found = getattr(torch, dtype) if isinstance(dtype, str) else dtype or torch.float32
    assert isinstance(found, torch.dtype)
    return found


@final
@dataclass(frozen=True, eq=False)
class Fitted:
    """A baseline after it has seen the training part."""

    parameters: int  # numbers that were fitted
    model: FittedBaseline  # what predicts, of new data as well, and can be saved
    given: Callable[[str], Any]  # part -> what a model is given of it
    notes: tuple[Text, ...] = ()  # sentences: what was left out or chosen

    def predict(self, part: str) -> np.ndarray:
        """Predictions of a part, shaped as `Task.predictions`."""
        return self.model.predict(self.given(part))


class Baseline(Protocol):
    """A simple competitor without a network; see `tasks.baselines`."""

    name: str
    naive: bool  # it learns no more than a mean or a share: what everything has to beat
    # Modules that a fit loads: they are loaded before its time is taken, as no fit pays for them
    # but the first of a process.
    needs: tuple[str, ...]

    def skip(self) -> Text:
        """Why it takes no part here; empty where it does."""
        ...

    def fit(self, task: Any, seed: int) -> Fitted:
        """Fit to a task of its kind; only the training part teaches."""
        ...


class Task(Protocol):
    """Where examples come from, which head fits, what counts as right, what is simple.

    `part` is "train", "validation" or "test".
    """

    name: str
    # Which data it takes (a key of `HOLDS` in words), and the values of --task that ask for it.
    of: ClassVar[str]
    asked: ClassVar[tuple[str, ...]]
    # Which scores it has, and which of them `recurra evaluate` shows.
    scores: ClassVar[tuple[Score, ...]]
    shown: ClassVar[tuple[str, ...]]
    # What a report draws of the test part: a key of `comparison.pictures.DRAWN`; "": nothing.
    picture: ClassVar[str]
    # Whether answers are probabilities of classes: their calibration is then said.
    probabilities: ClassVar[bool]
    score: Score
    input_size: int
    output_shape: tuple[int, ...]

    @classmethod
    def posed(cls, data: Any, order: Order) -> Self:
        """The task of such data; raises as `recurra.tasks.pose`."""
        ...

    @property
    def forest(self) -> Forest | None:
        """All trees; None of other data."""
        ...

    @property
    def every(self) -> bool:
        """Whether the labels of all nodes of trees teach."""
        ...

    @property
    def summary(self) -> DataSummary:
        """What the data are, what was done to them and how they were split; it holds an audit for
        leaks, made when this is first asked for."""
        ...

    @property
    def fingerprint(self) -> str:
        """Of the data, before they are split."""
        ...

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        ...

    def front(self, generator: torch.Generator | None = None) -> nn.Module | None:
        """New vectors for tokens (`recurra.nn.embedding`); None where inputs are numbers.

        `input_size` is what the body gets: the size of the vectors.
        """
        ...

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All examples of a part once: shuffled by (seed, epoch) alone, or in order without seed.

        Where lengths differ much, a shuffled batch gets examples of similar length.
        """
        ...

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        ...

    def truth(self, part: str) -> np.ndarray:
        """Labels [N], or actual values [N,horizon,targets] in the user's units."""
        ...

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Probabilities [N,C], or forecasts [N,horizon,targets] in the user's units."""
        ...

    def given(self, part: str) -> Given:
        """What a fitted model is given of a part."""
        ...

    def facts(self) -> dict[str, Any]:
        """Plain JSON: all that predicting for new data needs beside the model (`tasks.served`)."""
        ...

    def baselines(self) -> tuple[Baseline, ...]:
        """The simple competitors that fit this task."""
        ...

    def blocks(self, part: str) -> Blocks:
        """How the examples of a part depend on each other."""
        ...


def take_summary(task: Task, summary: DataSummary) -> bool:
    """Spare a task the audit: its summary is one that was made elsewhere, if of the same data."""
    if task.fingerprint != summary.fingerprint:
        return False
    vars(task)["summary"] = summary  # where the cached property keeps its value
    return True
