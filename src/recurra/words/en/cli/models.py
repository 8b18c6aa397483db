"""What `recurra fit`, `evaluate` and `predict` print."""

from recurra.words import Words
from recurra.words.en.phrases import counted


def scored(label: Words | str, validation: str, test: str, seed: int, best: int) -> str:
    return f"{label}: validation {validation}, test {test} (seed {seed}, best after update {best})"


def written(folder: str) -> str:
    return f"Model: {folder}"


def evaluated(name: str, data: str, count: int, unit: Words | str) -> str:
    return f"{name} on {data}: {count:,} {unit}"


def predicted(rows: int, name: str, file: str | None) -> str:
    return f"{counted(rows, 'row')} by {name}" + (f": {file}" if file is not None else "")


def not_empty(folder: str) -> str:
    return f"{folder} exists and is not empty; choose another --out"


def cannot_write(file: str, why: str) -> str:
    return f"cannot write {file}: {why}"
