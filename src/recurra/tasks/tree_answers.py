"""What a trained model says of new trees, from the facts in its manifest alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import nn

from recurra.compiler.forest import misfit, takes
from recurra.data import Trees
from recurra.data.merge import merge
from recurra.data.read import gather
from recurra.data.trees import NONE
from recurra.errors import DataError, SettingError
from recurra.nn import Forest
from recurra.nn.tree_model import TreeModel
from recurra.records import Source
from recurra.settings.readers import TreeSettings
from recurra.tasks.given import GivenTrees
from recurra.tasks.prediction import decoded
from recurra.words import say


def new_trees(facts: Mapping[str, Any], source: Source, labelled: bool) -> Trees:
    """The trees of a file with the model's words and classes.

    With `labelled`, trees whose root has none of the classes raise SettingError; where the model's
    classes are merged labels, such trees are left out as they were in training.
    """
    data = gather(source.with_settings(limit=None))
    if not isinstance(data, Trees):
        raise SettingError(say("tasks.served.no_trees", data=source.data))
    if labelled:
        data = _with_classes(facts, data, source)
    return with_words(data, facts["words"])


def with_words(data: Trees, words: Sequence[str]) -> Trees:
    """The trees with a model's words; one that it does not know is its first."""
    known = {word: k for k, word in enumerate(words)}
    number = np.array([*(known.get(word, 0) for word in data.words), NONE], np.int32)
    return replace(data, token=number[data.token], words=tuple(words))


def _with_classes(facts: Mapping[str, Any], data: Trees, source: Source) -> Trees:
    classes = source.how(TreeSettings).merge
    if classes:
        data = merge(data, classes)
    known = {name: k for k, name in enumerate(facts["classes"])}
    number = np.array([*(known.get(name, NONE) for name in data.classes), NONE], np.int32)
    found = replace(data, label=number[data.label], classes=tuple(facts["classes"]))
    if (found.y < 0).any():
        tree = int(np.flatnonzero(found.y < 0)[0]) + 1
        raise SettingError(
            say(
                "tasks.served.no_root_label",
                data=source.data,
                tree=tree,
                classes=tuple(facts["classes"]),
            )
        )
    return found


def check_trees(model: nn.Module, data: Trees, file: str) -> None:
    """Raise DataError where a model's cell does not take the trees: which tree of the file."""
    if not isinstance(model, TreeModel):
        return
    graph = model.body.cell.graph()  # type: ignore[operator, union-attr]
    every = (data[k] for k in range(len(data)))
    wrong = misfit(
        graph,
        Forest.of([(tree.parent, tree.token) for tree in every]),
    )
    if wrong:
        raise DataError(wrong, file=file, remedy=say("tasks.served.takes", what=takes(graph)))


def tree_probabilities(model: nn.Module, data: Trees) -> np.ndarray:
    """[N, classes] at the roots."""
    return decoded(model, GivenTrees(data).batches(torch.float32), len(data))


def node_probabilities(model: TreeModel, data: Trees) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every labelled node: probabilities [K, classes], label [K], number of its tree [K]."""
    label = data.label.astype(np.int64)
    tree = np.repeat(np.arange(len(data)), data.sizes())
    found = np.empty((len(label), len(data.classes)))
    for batch in GivenTrees(data).batches(torch.float32):
        assert batch.index is not None
        own = batch.index.numpy()
        sizes = data.sizes()[own]
        starts = np.cumsum(sizes) - sizes
        rows = np.repeat(data.start[own] - starts, sizes) + np.arange(sizes.sum())
        with torch.inference_mode():
            scores = model.at_nodes(batch, torch.arange(len(rows)))
            found[rows] = model.head.decode(scores).double().numpy()  # type: ignore[operator]
    kept = label >= 0
    return found[kept], label[kept], tree[kept]
