"""New, labelled data as batches with targets, from the facts in a model's manifest alone."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from recurra.data import Facts, Scaler
from recurra.data.new_data import gather_new_sequences, gather_whole_series
from recurra.errors import DataError
from recurra.nn.batch import Batch
from recurra.records import Source
from recurra.tasks.answers import labelled, sequence_batches
from recurra.tasks.evaluation import window_batches
from recurra.tasks.tree_answers import tree_batches


def labelled_batches(facts: dict[str, Any], model: nn.Module, source: Source) -> Iterator[Batch]:
    """All examples of a file of the kind that a model was trained on, with scaled targets.

    Raises DataError or SettingError where the file does not fit or an example has no label.
    """
    kind = next(model.parameters()).dtype
    if facts["name"] == "classification":
        data = labelled(facts, source)
        target = torch.from_numpy(data.y)
    elif facts["name"] == "regression":
        data = gather_new_sequences(source, tuple(facts["channels"]), ())
        scaled = (data.y - np.array(facts["centre"])) / np.array(facts["spread"])
        target = torch.from_numpy(scaled[:, None]).to(kind)
    elif facts["name"] == "trees":
        yield from tree_batches(facts, model, source)
        return
    else:
        yield from _windows(facts, source, kind)
        return
    for batch in sequence_batches(facts, data, kind):
        yield batch._replace(target=target[batch.index])


def _windows(facts: dict[str, Any], source: Source, kind: torch.dtype) -> Iterator[Batch]:
    own, scaler = Facts.from_dict(facts["facts"]), Scaler.from_dict(facts["scaler"])
    lookback, horizon = int(facts["lookback"]), int(facts["horizon"])
    targets = [own.columns.index(n) for n in own.targets]
    groups, _ = gather_whole_series(source, own, lookback, horizon)
    there = False
    for group in groups:
        count = len(group) - lookback - horizon + 1
        if count < 1:
            continue
        there = True
        scaled = scaler.apply(group.values, scaler.number(group.key))
        table = torch.from_numpy(scaled).to(kind)
        for batch in window_batches(own, scaled, lookback, horizon, count, kind):
            assert batch.index is not None
            ahead = batch.index[:, None] + lookback + torch.arange(horizon)
            yield batch._replace(target=table[ahead][..., targets])
    if not there:
        raise DataError(
            f"fewer rows than lookback and horizon ({lookback} + {horizon})", file=source.data
        )
