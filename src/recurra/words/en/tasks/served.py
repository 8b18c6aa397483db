"""Trained models and new data."""

from typing import Literal

from recurra.words.en.phrases import counted
from recurra.words.en.tasks.scores import called

STEPS = {"step": "a step", "token": "a token", "future": "the known future"}


def unknown_task(name: str) -> str:
    return f"the model's manifest names no known task: {name}"


def manifest(place: str, reason: str) -> str:
    return f"the model's manifest: {place}: {reason}"


def inputs(taken: int, named: int) -> str:
    return f"the model takes {counted(taken, 'input')}, and its manifest speaks of {named}"


def outputs(given: int, named: int) -> str:
    return f"the model gives {counted(given, 'output')}, and its manifest speaks of {named}"


def cannot_answer(reason: str) -> str:
    return f"the model cannot answer: {reason}"


def not_finite() -> str:
    return (
        "the model's answers are not finite numbers: it is spoiled, or the values are far "
        "from those that it was trained on"
    )


def no_source() -> str:
    return "the model does not say how the data of its training were read"


def not_savable() -> str:
    return "this model was put together by hand; recurra.export.bundle.save writes its network"


def stream_of_baseline() -> str:
    return "a simple baseline keeps no state and cannot stream"


def stream_of_trees() -> str:
    return "a tree has no steps in time, so a model of trees cannot stream"


def stream_of_changes(name: str) -> str:
    return f"a model of changes ({name}) cannot stream: a row needs the one before"


def stream_of_resampled() -> str:
    return "a model of resampled rows (--prepare) cannot stream: it answers once for several rows"


def no_step(
    what: Literal["step", "token", "future"], shape: tuple[int, ...], found: tuple[int, ...]
) -> str:
    return f"{STEPS[what]} has the shape {shape} and finite numbers, found {found}"


def no_token(number: int, tokens: int) -> str:
    return f"tokens are numbers from 0 to {tokens - 1}, found {number}"


def no_label(data: str, example: int, classes: tuple[str, ...]) -> str:
    return (
        f"{data}: example {example} has no label among {', '.join(classes)}; "
        "evaluation needs labels"
    )


def no_root_label(data: str, tree: int, classes: tuple[str, ...]) -> str:
    return (
        f"{data}: the root of tree {tree} has no label among "
        f"{', '.join(classes)}; evaluation needs labels"
    )


def no_values(names: tuple[str, ...]) -> str:
    return f"it holds no values of {', '.join(names)}"


def no_trees(data: str) -> str:
    return f"{data} holds no trees, which the model was trained on"


def takes(what: str) -> str:
    return f"The model's cell takes {what}"


def other_scaler(columns: int, groups: int) -> str:
    return f"scaler: not of {counted(columns, 'column')} and {counted(groups, 'group')}"


def no_spread(name: str) -> str:
    return f"{name}: a spread is not above zero"


def other_targets() -> str:
    return "centre and spread are not of the targets"


def column_not_read(name: str) -> str:
    return f"facts: column {name!r} is not among those that are read"


def no_transform(name: str) -> str:
    return f"facts: no transform is called {name!r}"


def other_head(task: str) -> str:
    return f"the head of its network is not one of the task {called(task)}"
