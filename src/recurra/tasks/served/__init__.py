"""Trained models that answer: one file a kind of data, one line here.

A file says what its model must know of the data it was trained on (`Facts`), how new data
are read, and what the answers are; the task says the scores.
"""

from collections.abc import Mapping
from typing import Any

from recurra.errors import RunError
from recurra.tasks.kinds import SAVED
from recurra.tasks.served.classification import ServedClasses
from recurra.tasks.served.forecasting import ServedForecasts
from recurra.tasks.served.served import Answerer, Answers, Network, Origin, Served, likeliest
from recurra.tasks.served.stream import Stream
from recurra.tasks.served.trees import ServedTrees
from recurra.tasks.served.values import ServedValues
from recurra.words import say

__all__ = [
    "OF",
    "Answerer",
    "Answers",
    "Network",
    "Origin",
    "Served",
    "Stream",
    "likeliest",
    "served",
]

# By the data that a task takes (`Task.of`).
OF: dict[str, type[Served]] = {
    "sequences": ServedClasses,
    "values": ServedValues,
    "series": ServedForecasts,
    "trees": ServedTrees,
}


def served(facts: Mapping[str, Any], model: Answerer) -> Served:
    """A model as an object that reads data and answers.

    Args:
        facts: `Task.facts()` of the task that it was trained on, as kept in a manifest.
        model: what predicts: a `Network`, or a fitted baseline.

    Raises:
        RunError: the facts are of no task that is known, are not complete, or not the model's.
    """
    name = facts.get("name")
    if not isinstance(name, str) or name not in SAVED:
        raise RunError(say("tasks.served.unknown_task", name=repr(name)))
    task = SAVED[name]
    return OF[task.of].of_facts(facts, model, task)
