"""What a trained model says of new data, from the facts in its manifest alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from recurra.data import Facts, Scaler
from recurra.data.new_data import Ahead, gather_new_sequences, gather_new_series
from recurra.data.sequences import Sequences
from recurra.data.transform import undo
from recurra.errors import RunError, SettingError
from recurra.nn.batch import Batch
from recurra.records import Source
from recurra.tasks.prediction import decoded
from recurra.tasks.tree_answers import check_trees, new_trees, tree_probabilities

BATCH = 256


@dataclass(frozen=True)
class Answers:
    """A table of predictions: names of the columns, rows, and what was done to the data."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    cleaned: tuple[str, ...] = ()


def answer(facts: dict[str, Any], model: nn.Module, source: Source) -> Answers:
    """Predict for a file of new data.

    Args:
        facts: `Task.facts()` of the task that the model was trained on, as kept in a manifest.
        model: in evaluation mode.
        source: the file, of the kind that the model was trained on.

    Raises:
        DataError: the file does not fit the model.
        RunError: the facts are of a task that is not known.
    """
    if facts.get("name") == "classification":
        return _classes(facts, model, source)
    if facts.get("name") == "trees":
        return _trees(facts, model, source)
    if facts.get("name") == "regression":
        return _values(facts, model, source)
    if facts.get("name") == "forecasting":
        return _forecasts(facts, model, source)
    raise RunError(f"the model's manifest names no known task: {facts.get('name')!r}")


def labelled(facts: dict[str, Any], source: Source) -> Sequences:
    """New sequences with their labels; raises SettingError where one has none."""
    data = gather_new_sequences(source, tuple(facts["channels"]), tuple(facts["classes"]))
    if (data.y < 0).any():
        number = int(np.flatnonzero(data.y < 0)[0]) + 1
        raise SettingError(
            f"{source.data}: example {number} has no label among {', '.join(facts['classes'])}; "
            "evaluation needs labels"
        )
    return data


def probabilities(facts: dict[str, Any], model: nn.Module, data: Sequences) -> np.ndarray:
    """[N, classes] for sequences read by `gather_new_sequences`."""
    return _decoded(facts, model, data)


def values(facts: dict[str, Any], model: nn.Module, source: Source) -> tuple[Sequences, np.ndarray]:
    """New sequences with their values y, and what the model says [N,1,K] in the user's units."""
    data = gather_new_sequences(source, tuple(facts["channels"]), ())
    scaled = _decoded(facts, model, data)
    return data, scaled * np.array(facts["spread"]) + np.array(facts["centre"])


def _decoded(facts: dict[str, Any], model: nn.Module, data: Sequences) -> np.ndarray:
    kind = next(model.parameters()).dtype
    return decoded(model, sequence_batches(facts, data, kind), len(data))


def sequence_batches(facts: dict[str, Any], data: Sequences, kind: torch.dtype) -> Iterator[Batch]:
    """All sequences in order, scaled as in training; without targets."""
    scaler = Scaler.from_dict(facts["scaler"])
    for first in range(0, len(data), BATCH):
        index = np.arange(first, min(first + BATCH, len(data)))
        x, lengths = data.batch(index)
        own = None if (lengths == len(x)).all() else torch.from_numpy(lengths)
        if data.tokens:
            yield Batch(torch.from_numpy(x[:, :, 0]), own, None, None, torch.from_numpy(index))
            continue
        inside = np.arange(len(x))[:, None] < lengths
        x = np.where(inside[..., None], scaler.apply(x), 0.0)
        x_tensor = torch.from_numpy(x).to(kind)
        yield Batch(x_tensor, own, None, None, torch.from_numpy(index))


def _classes(facts: dict[str, Any], model: nn.Module, source: Source) -> Answers:
    data = gather_new_sequences(source, tuple(facts["channels"]), tuple(facts["classes"]))
    found = probabilities(facts, model, data)
    classes = data.classes
    has_labels = bool((data.y >= 0).any())
    columns = ("example", "class", *(f"p({c})" for c in classes), *(["label"] * has_labels))
    rows = []
    for number, (p, y) in enumerate(zip(found, data.y, strict=True)):
        label = [classes[y] if y >= 0 else ""] if has_labels else []
        shares = [round(float(v), 6) for v in p]
        rows.append((number + 1, classes[int(p.argmax())], *shares, *label))
    return Answers(columns, rows, data.cleaned)


def _trees(facts: dict[str, Any], model: nn.Module, source: Source) -> Answers:
    data, classes = new_trees(facts, source, labelled=False), facts["classes"]
    check_trees(model, data, source.data)
    rows: list[tuple[object, ...]] = []
    for number, p in enumerate(tree_probabilities(model, data)):
        rows.append((number + 1, classes[int(p.argmax())], *(round(float(v), 6) for v in p)))
    return Answers(("tree", "class", *(f"p({c})" for c in classes)), rows, data.cleaned)


def _values(facts: dict[str, Any], model: nn.Module, source: Source) -> Answers:
    data, found = values(facts, model, source)
    columns = ("example", *facts["targets"], *(f"actual {name}" for name in facts["targets"]))
    both = zip(found[:, 0].tolist(), data.y.tolist(), strict=True)
    rows = [(number + 1, *said, *actual) for number, (said, actual) in enumerate(both)]
    return Answers(columns, rows, data.cleaned)


def _forecasts(facts: dict[str, Any], model: nn.Module, source: Source) -> Answers:
    own, scaler = Facts.from_dict(facts["facts"]), Scaler.from_dict(facts["scaler"])
    lookback, horizon = int(facts["lookback"]), int(facts["horizon"])
    groups, cleaned = gather_new_series(source, own, lookback, horizon)
    rows: list[tuple[object, ...]] = []
    for one in groups:
        values = _forecast(own, scaler, model, one)
        levels = undo(own.transform, one.levels, values)
        for step in range(horizon):
            stamp = [str(one.time[step]).replace("T", " ")] if one.time is not None else []
            group = [one.key] if own.group else []
            shown = [float(v) for v in levels[step]]
            changes = [float(v) for v in values[step]] if own.transform != "none" else []
            rows.append((*group, *stamp, step + 1, *shown, *changes))
    changed = [f"{t} ({own.transform})" for t in own.targets] if own.transform != "none" else []
    timed = ["time"] if groups and groups[0].time is not None else []
    grouped = [own.group] if own.group else []
    return Answers((*grouped, *timed, "steps ahead", *own.targets, *changed), rows, cleaned)


def _forecast(own: Facts, scaler: Scaler, model: nn.Module, one: Ahead) -> np.ndarray:
    """[horizon, targets] of one group, in the user's units after the transform."""
    group = scaler.number(one.key)
    kind = next(model.parameters()).dtype
    known = [own.columns.index(n) for n in own.known]
    targets = np.array([own.columns.index(n) for n in own.targets])
    future = (one.future - scaler.centre[group, known]) / scaler.spread[group, known]
    batch = Batch(
        torch.from_numpy(scaler.apply(one.x, group)).to(kind)[:, None],
        None,
        None,
        torch.from_numpy(future.astype(np.float32)).to(kind)[None] if known else None,
        torch.zeros(1, dtype=torch.int64),
    )
    return scaler.undo(decoded(model, iter([batch]), 1)[0], group, targets)
