"""Tasks: where examples come from, which head fits, what counts as right, what is simple."""

from __future__ import annotations  # torch is loaded where it computes

from dataclasses import asdict
from typing import TYPE_CHECKING

from recurra.data import Sequences, Series, Trees, split_classes, split_time, split_values
from recurra.data.merge import merge
from recurra.errors import SettingError
from recurra.records import Objective, Source
from recurra.tasks.classification import Classification
from recurra.tasks.forecasting import Forecasting
from recurra.tasks.regression import Regression
from recurra.tasks.scores import Score
from recurra.tasks.task import Baseline, Blocks, Fitted, Task
from recurra.tasks.tree_classification import TreeClassification, tree_classification
from recurra.words import say

if TYPE_CHECKING:
    import torch

__all__ = [
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
]


def pose(
    data: Sequences | Series | Trees,
    source: Source,
    seed: int = 0,
    score: str | None = None,
    objective: Objective | None = None,
    dtype: torch.dtype | None = None,
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
    if not isinstance(data, Trees) and (source.task == "nodes" or source.merge):
        raise SettingError(say("tasks.pose.no_trees", name=data.name))
    if isinstance(data, Sequences):
        if source.task == "forecasting":
            raise SettingError(say("tasks.pose.no_series", name=data.name, trees=False))
        if data.targets:
            _plain(objective)
            parts = split_values(data, seed)
            return Regression(data, parts, score=score, dtype=dtype)
        chosen = asdict(objective or Objective())
        return Classification(data, split_classes(data, seed), score=score, dtype=dtype, **chosen)
    if isinstance(data, Trees):
        if source.task == "forecasting":
            raise SettingError(say("tasks.pose.no_series", name=data.name, trees=True))
        every = source.task == "nodes"
        merged = merge(data, source.merge) if source.merge else data
        return tree_classification(merged, seed, every, score=score, objective=objective)
    if source.task == "classification":
        raise SettingError(say("tasks.pose.no_sequences", name=data.name))
    _plain(objective)
    boundaries = split_time(data)
    return Forecasting(data, boundaries, source.horizon, source.lookback, score=score, dtype=dtype)


def _plain(objective: Objective | None) -> None:
    """Refuse what only classes have."""
    if objective not in (None, Objective()):
        raise SettingError(say("tasks.pose.only_for_classes"))
