"""Going on with a run: with more time, or with more networks."""

from recurra.words.en.phrases import counted, listed
from recurra.words.numbers import written_time


def without_to(option: str) -> str:
    return f"{option} needs --to DIR, the folder of the run to go on with"


def to_alone() -> str:
    return "--to says which run to go on with: give --more TIME or --add CELLS as well"


def not_with(option: str, others: tuple[str, ...]) -> str:
    is_ = "is" if len(others) == 1 else "are"
    return f"{listed(others)} cannot be given with {option}: that {is_} fixed by the run in --to"


def already(names: tuple[str, ...], folder: str) -> str:
    is_ = "is" if len(names) == 1 else "are"
    return f"{listed(names)} {is_} in {folder} already. Name networks that are not"


def changed(name: str) -> str:
    return (
        f"the equations of {name} have changed since the run was made, so its trials cannot be "
        "compared with new ones. Start a new run with --out"
    )


def too_short(time: str, updates: int, longer: int, needed: float) -> str:
    return (
        f"{time} is too short: training on from {updates:,} to {counted(longer, 'update')} needs "
        f"--more {written_time(needed)} here"
    )


def settled(folder: str) -> str:
    return (
        f"No network in {folder} was still gaining, so more time would change nothing; all stays "
        "as it is."
    )


def again(number: int) -> str:
    these = (
        "one final training, whose weights were"
        if number == 1
        else (f"{number:,} final trainings, whose weights were")
    )
    return f"To go on, {these} not kept, must be made again; that takes time of its own."
