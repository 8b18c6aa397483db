"""What `recurra compare` prints while it runs, and at its end."""

from recurra.words.en.phrases import counted
from recurra.words.numbers import written_time


def data(name: str, task: str, parts: tuple[str, ...]) -> str:
    return f"{name}: {task}, {', '.join(parts)}"


def part(name: str, number: int) -> str:
    return f"{number:,} {name}"


def compared(score: str, names: tuple[str, ...]) -> str:
    return f"Decides: {score}. Compared: {', '.join(names)}."


def searched(rates: int, low: float, high: float, updates: int, seeds: int) -> str:
    return (
        f"Each network: {counted(rates, 'learning rate')} from {low:g} to {high:g}, "
        f"{counted(updates, 'update')}, then {counted(seeds, 'seed')}."
    )


def left_out(name: str, why: str) -> str:
    return f"Left out: {name}: {why}"


def stage(stage: str, left: str) -> str:
    return f"... {stage}, {left}" if left else f"... {stage}"


def spared(taken: float, budget: str) -> str:
    return f"It took {written_time(taken)} of the {budget}: no network was still gaining."


def sooner(updates: int, most: int) -> str:
    return (
        f"Training ended after {counted(updates, 'update')}, of {most:,} at most: no network was "
        "still gaining."
    )


def report(path: str) -> str:
    return f"Report: {path}"


def model(path: str, folder: str) -> str:
    return f"Model:  {path}  (recurra predict {folder} DATA)"


def minutes_left(number: int) -> str:
    return f"{number} min left"


def seconds_spent(number: int) -> str:
    return f"{number} s so far"


def seconds_left(number: int) -> str:
    return f"{number} s left"
