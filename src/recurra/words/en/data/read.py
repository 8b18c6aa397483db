"""What a path or a name is."""

from typing import Literal

HOLDS = {
    "table": "a table to forecast",
    "probe": "examples that are made (see --examples)",
    "sequences": "labelled sequences to classify",
}


def limit(given: int) -> str:
    return f"--limit must be at least 1, not {given}"


def nothing_here() -> str:
    return "no IDX images (*-images-idx*), no .ts files and no trees in this folder"


def give_table() -> str:
    return "For a table give the file itself"


def does_not_fit(option: str, name: str, holds: Literal["table", "probe", "sequences"]) -> str:
    return f"--{option} does not fit {name}, which holds {HOLDS[holds]}"


def task_does_not_fit(task: str, name: str, holds: Literal["table", "probe", "sequences"]) -> str:
    return f"--task {task} does not fit {name}, which holds {HOLDS[holds]}"
