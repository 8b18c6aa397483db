"""A table as series."""

from recurra.words.en.cli import inspect
from recurra.words.en.phrases import counted


def task() -> str:
    return "A table of values over time: a forecasting task."


def file(name: str, form: str, encoding: str, separator: str, number: int, columns: int) -> str:
    return inspect.file(name, "tables", form, encoding, separator, number, columns) + "."


def step(step: str) -> str:
    return f"Step: {step}."


def counter(name: str) -> str:
    return f"{name!r} holds no dates: rows are put in its order, evenly spaced."


def no_group() -> str:
    return "no group"


def last_rows(limit: int, rows: int) -> str:
    return f"Only the last {limit} of {counted(rows, 'row')} in time are used (--limit)."


def too_few_for_transform() -> str:
    return "too few rows for this transform"


def season(steps: int) -> str:
    return f"Season: {counted(steps, 'step')}, seen in the training part."


def too_few(rows: int, needed: int, lookback: int | None, horizon: int) -> str:
    past = f"lookback {lookback} and " if lookback else ""
    return f"too few rows: {rows}, but one window takes {needed} ({past}horizon {horizon})"


def shorter() -> str:
    return "Use a shorter --horizon or --lookback, or more rows"


def target_missing() -> str:
    return "all values of the target are missing in the training part"


def target_constant() -> str:
    return "the target never changes in the training part"
