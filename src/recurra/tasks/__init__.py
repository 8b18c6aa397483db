"""Tasks: where examples come from, which head fits, what counts as right, what is simple."""

from __future__ import annotations  # torch is loaded where it computes

from typing import TYPE_CHECKING

from recurra.data import Sequences, Series, Trees
from recurra.data.read import kind_of
from recurra.errors import SettingError
from recurra.records import Objective, Source
from recurra.settings.readers import TreeSettings
from recurra.tasks.classification import Classification
from recurra.tasks.forecasting import Forecasting
from recurra.tasks.kinds import KINDS
from recurra.tasks.regression import Regression
from recurra.tasks.scores import Score
from recurra.tasks.task import Baseline, Blocks, Fitted, Order, Task
from recurra.tasks.tree_classification import TreeClassification, tree_classification
from recurra.words import say

if TYPE_CHECKING:
    import torch

__all__ = [
    "KINDS",
    "Baseline",
    "Blocks",
    "Classification",
    "Fitted",
    "Forecasting",
    "Regression",
    "Score",
    "Task",
    "TreeClassification",
    "pose",
    "tree_classification",
]


def pose(
    data: Sequences | Series | Trees,
    source: Source,
    seed: int = 0,
    score: str | None = None,
    objective: Objective | None = None,
    dtype: torch.dtype | str | None = None,
) -> Task:
    """The task behind some data: split by `seed`, with the score asked for or its default.

    Its batches are of `dtype`, by default float32. Raises SettingError where the source asks for
    another task than the data allow, for a score that the task does not have, or where `objective`
    asks for another loss, output or class weights of a forecast; DataError where a part stays
    empty.

    >>> from recurra.data import gather
    >>> task = pose(gather(Source("digits")), Source("digits"))
    >>> task.name, task.input_size, task.output_shape
    ('classification', 8, (10,))
    """
    kind = kind_of(data)
    if source.how(TreeSettings).merge and kind != TreeClassification.of:
        raise SettingError(say("tasks.pose.no_merge", name=data.name))
    for one in KINDS:
        if one.of == kind and source.task in one.asked:
            posed: Task = one.posed(data, Order(source, seed, score, objective, dtype))
            return posed
    wanted = tuple(dict.fromkeys(one.of for one in KINDS if source.task in one.asked))
    raise SettingError(
        say("tasks.pose.other_data", name=data.name, kind=kind, task=source.task, wanted=wanted)
    )
