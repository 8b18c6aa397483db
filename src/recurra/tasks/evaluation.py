"""Scores of a trained model on new, labelled data, from the facts in its manifest alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import nn

from recurra.data import Facts, Scaler
from recurra.data.new_data import gather_whole_series
from recurra.data.series import Group
from recurra.nn.batch import Batch
from recurra.nn.tree_model import TreeModel
from recurra.records import ScoreInfo, Source
from recurra.tasks import scores
from recurra.tasks.answers import BATCH, labelled, probabilities, values
from recurra.tasks.prediction import decoded
from recurra.tasks.tree_answers import (
    check_trees,
    new_trees,
    node_probabilities,
    tree_probabilities,
)

SHOWN = {
    "classification": ("accuracy", "balanced", "f1", "logloss"),
    "forecasting": ("mae", "rmse"),
    "regression": ("mae", "rmse", "r2"),
}


def evaluate(
    facts: dict[str, Any], model: nn.Module, source: Source
) -> tuple[int, list[tuple[ScoreInfo, float]]]:
    """Number of examples (or windows) and the scores on all of them.

    Args:
        facts: `Task.facts()` of the task that the model was trained on.
        model: what is scored.
        source: a file of the kind that the model was trained on, with labels or actual values.

    Raises:
        DataError, SettingError: the file does not fit, or an example has no label.
    """
    if facts["name"] == "classification":
        data = labelled(facts, source)
        truth, found = data.y, probabilities(facts, model, data)
    elif facts["name"] == "regression":
        data, found = values(facts, model, source)
        truth = data.y[:, None]
    elif facts["name"] == "trees":
        return _trees(facts, model, source)
    else:
        truth, found = _windows(facts, model, source)
    return len(truth), _shown(facts["name"], truth, found)


def _shown(task: str, truth: np.ndarray, found: np.ndarray) -> list[tuple[ScoreInfo, float]]:
    table = [scores.find(name, task) for name in SHOWN[task]]
    return [(score.info, score.value(truth, found)) for score in table]


def _trees(
    facts: dict[str, Any], model: nn.Module, source: Source
) -> tuple[int, list[tuple[ScoreInfo, float]]]:
    """Scores of the roots; below them of every labelled node, where all of them taught."""
    data = new_trees(facts, source, labelled=True)
    check_trees(model, data, source.data)
    found = _shown("classification", data.y, tree_probabilities(model, data))
    if source.task == "nodes" and isinstance(model, TreeModel):
        said, labels, _ = node_probabilities(model, data)
        found += [
            (replace(info, name=f"{info.name}_nodes", label=f"{info.label}, every node"), value)
            for info, value in _shown("classification", labels, said)
        ]
    return len(data), found


def _windows(
    facts: dict[str, Any], model: nn.Module, source: Source
) -> tuple[np.ndarray, np.ndarray]:
    """Actual values and forecasts [N, horizon, targets] of every window of every group."""
    own, scaler = Facts.from_dict(facts["facts"]), Scaler.from_dict(facts["scaler"])
    lookback, horizon = int(facts["lookback"]), int(facts["horizon"])
    targets = np.array([own.columns.index(n) for n in own.targets])
    groups, _ = gather_whole_series(source, own, lookback, horizon)
    truth, found = [], []
    for group in groups:
        count = len(group) - lookback - horizon + 1
        if count < 1:
            continue
        row = scaler.number(group.key)
        kind = next(model.parameters()).dtype
        batches = window_batches(
            own, scaler.apply(group.values, row), lookback, horizon, count, kind
        )
        found.append(scaler.undo(decoded(model, batches, count), row, targets))
        truth.append(_ahead(group, targets, lookback, horizon, count))
    return np.concatenate(truth), np.concatenate(found)


def window_batches(
    own: Facts, scaled: np.ndarray, lookback: int, horizon: int, count: int, kind: torch.dtype
) -> Iterator[Batch]:
    """All windows of a scaled table in order; without targets."""
    known = [own.columns.index(n) for n in own.known]
    table = torch.from_numpy(scaled).to(kind)
    for first in range(0, count, BATCH):
        index = torch.arange(first, min(first + BATCH, count))
        origin = index + lookback
        past = table[origin + torch.arange(-lookback, 0)[:, None]]
        ahead = origin[:, None] + torch.arange(horizon)
        future = table[ahead][..., known] if known else None
        yield Batch(past, None, None, future, index)


def _ahead(
    group: Group, targets: np.ndarray, lookback: int, horizon: int, count: int
) -> np.ndarray:
    rows = np.arange(count)[:, None] + lookback + np.arange(horizon)
    return group.values[rows[..., None], targets]
