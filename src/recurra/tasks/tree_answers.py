"""What a trained model says of new trees, from the facts in its manifest alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import nn

from recurra.data import Trees
from recurra.data.merge import merge
from recurra.data.read import gather
from recurra.data.trees import NONE
from recurra.errors import SettingError
from recurra.nn import Forest
from recurra.nn.batch import Batch
from recurra.records import Source
from recurra.tasks.examples import Examples
from recurra.tasks.prediction import decoded

BATCH = 256


def new_trees(facts: dict[str, Any], source: Source, labelled: bool) -> Trees:
    """The trees of a file with the model's words and classes.

    With `labelled`, trees whose root has none of the classes raise SettingError; where the model's
    classes are merged labels, such trees are left out as they were in training.
    """
    data = gather(replace(source, limit=None))
    if not isinstance(data, Trees):
        raise SettingError(f"{source.data} holds no trees, which the model was trained on")
    if labelled:
        data = _with_classes(facts, data, source)
    known = {word: k for k, word in enumerate(facts["words"])}
    number = np.array([*(known.get(word, 0) for word in data.words), NONE], np.int32)
    return replace(data, token=number[data.token], words=tuple(facts["words"]))


def _with_classes(facts: dict[str, Any], data: Trees, source: Source) -> Trees:
    if source.merge:
        data = merge(data, source.merge)
    known = {name: k for k, name in enumerate(facts["classes"])}
    number = np.array([*(known.get(name, NONE) for name in data.classes), NONE], np.int32)
    found = replace(data, label=number[data.label], classes=tuple(facts["classes"]))
    if (found.y < 0).any():
        tree = int(np.flatnonzero(found.y < 0)[0]) + 1
        raise SettingError(
            f"{source.data}: the root of tree {tree} has no label among "
            f"{', '.join(facts['classes'])}; evaluation needs labels"
        )
    return found


def tree_batches(facts: dict[str, Any], source: Source) -> Iterator[Batch]:
    """All trees of a file, with the classes of their roots."""
    data = new_trees(facts, source, labelled=True)
    target = torch.from_numpy(data.y)
    for batch in _batches(data):
        yield batch._replace(target=target[batch.index])


def tree_probabilities(model: nn.Module, data: Trees) -> np.ndarray:
    """[N, classes] at the roots."""
    return decoded(model, _batches(data), len(data))


def _batches(data: Trees) -> Iterator[Batch]:
    own = [data.sentence(k)[:, None] for k in range(len(data))]
    lengths = np.array([len(one) for one in own], np.int64)
    examples = Examples(np.concatenate(own), lengths, torch.int64)
    for chosen in examples.by_length(BATCH):
        x, steps = examples.take(chosen)
        trees = Forest.of([(data[int(k)].parent, data[int(k)].token) for k in chosen])
        yield Batch(x[:, :, 0], steps, None, None, torch.from_numpy(chosen), trees)
