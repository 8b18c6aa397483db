"""Classes of trees, at the root."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, final

import numpy as np
import torch
from pydantic import Field

from recurra.data import Trees
from recurra.records import ScoreInfo, Source
from recurra.tasks import scores
from recurra.tasks.given import GivenTrees
from recurra.tasks.served.served import (
    Answerer,
    Answers,
    Names,
    Part,
    Scored,
    Served,
    class_columns,
    class_errors,
    tree_model,
)
from recurra.tasks.tree_answers import check_trees, new_trees, node_probabilities


@final
class ServedTrees(Served):
    """A classifier of trees."""

    class Facts(Part):
        """What is kept in a manifest."""

        classes: Annotated[list[str], Field(min_length=2)]
        words: Names

    def __init__(self, facts: "ServedTrees.Facts", model: Answerer) -> None:
        self.model = model
        self.classes, self.words = tuple(facts.classes), tuple(facts.words)

    @property
    def sizes(self) -> tuple[int, int]:
        """Words and classes."""
        return len(self.words), len(self.classes)

    def read(self, source: Source, labelled: bool = False) -> Trees:
        """Trees with the model's words and classes, of the kind that its cell takes."""
        facts = {"words": self.words, "classes": self.classes}
        data = new_trees(facts, source, labelled)
        own = tree_model(self.model)
        if own is not None:
            check_trees(own, data, source.data)
        return data

    def given(self, data: Trees) -> GivenTrees:
        """As they are."""
        return GivenTrees(data)

    def truth(self, data: Trees) -> np.ndarray:
        """Labels [N] of the roots."""
        return data.y

    def targets(self, data: Trees) -> torch.Tensor:
        """The labels of the roots."""
        return torch.from_numpy(data.y)

    def errors(self, answers: Answers, errors: Sequence[float]) -> dict[str, float]:
        """Of the probabilities."""
        return class_errors(answers, errors)

    def table(self, data: Trees, found: np.ndarray) -> Answers:
        """Class and probabilities."""
        return Answers(*class_columns("tree", self.classes, found), data.cleaned)

    def score(self, source: Source | str | Path) -> tuple[int, Scored]:
        """Scores of the roots; below them of every labelled node, where all of them taught."""
        source = self.source(source)
        data = self.read(source, labelled=True)
        found = self._scores(data.y, self.of(data))
        own = tree_model(self.model)
        if source.task == "nodes" and own is not None:
            said, labels, _ = node_probabilities(own, data)
            found += [(of_nodes(info), value) for info, value in self._scores(labels, said)]
        return len(data), found


def of_nodes(info: ScoreInfo) -> ScoreInfo:
    """A score of every node, not of the roots alone."""
    name = f"{info.name}_nodes"
    return replace(info, name=name, label=scores.recorded(name))
