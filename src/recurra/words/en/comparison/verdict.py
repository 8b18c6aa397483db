"""Warnings: what the numbers cannot decide, and why."""

from recurra.words import Words
from recurra.words.en.phrases import counted


def few_seeds(seeds: int) -> str:
    return (
        f"With {counted(seeds, 'seed')} the spread between trainings is not known well enough: "
        "which network is better cannot be decided. Take at least 5 seeds."
    )


def leak(what: Words | str) -> str:
    said = str(what)
    return (
        f"Leak: {said[:1].lower()}{said[1:]} Do not trust these scores: they use what will not be "
        "known when it counts. Mend the data or the options and compare anew."
    )


def at_edge(names: tuple[str, ...], low: float, high: float) -> str:
    return (
        f"The best learning rate of {', '.join(names)} lies at the edge of the range from "
        f"{low:g} to {high:g}: a wider range might serve {'it' if len(names) == 1 else 'them'} "
        "better."
    )


def two_models(chosen: str, network: str) -> str:
    return (
        f"best/ holds {chosen}, which is recommended; best_network/ holds {network}, the best "
        "recurrent network."
    )
