"""What numbers depend on, and what code names are called on a page."""

from recurra.words import Words
from recurra.words.en.phrases import counted, listed
from recurra.words.en.tasks import baselines, scores

PARTS = {"train": "train", "validation": "validation", "test": "test"}
CALLED = {"zero": "a forecast of zero", "majority": "saying the largest class"}


def score(name: str, label: Words | str) -> str:
    """A score by its name; one that has none of our words as its record calls it."""
    return scores.label(name, f"{label}")


def task(name: str) -> str:
    return scores.called(name)


def part(name: str) -> str:
    return PARTS.get(name, name)


def naive(name: str) -> str:
    """A naive baseline's name inside a sentence."""
    return CALLED.get(name, f"the {name}")


def architecture(name: str) -> str:
    """A competitor: a simple baseline by its words, a cell by its name."""
    return baselines.name(name)


def threads(number: int) -> str:
    return counted(number, "thread")


def workers(number: int, threads: int) -> str:
    """Processes that trained, 0 where that is not known, and threads of each."""
    each = f"{counted(threads, 'thread')} each"
    return f"{counted(number, 'worker')}, {each}" if number else each


def seeds(number: int) -> str:
    return counted(number, "seed")


def no_machine() -> str:
    return "machine not recorded"


def trained(seeds: tuple[int, ...], whole: bool, threads: int, machine: str) -> str:
    """`whole`: the seeds follow on each other without a gap."""
    which = f"{seeds[0]} to {seeds[-1]}" if whole and seeds[1:] else ", ".join(map(str, seeds))
    where = f"{counted(threads, 'thread')} a training, {machine}"
    return f"{counted(len(seeds), 'seed')} ({which}), {where}"


def tested(examples: str, trained: str, once: bool) -> str:
    return f"{examples}, {trained}" + ("; a baseline is fitted once" if once else "")


def tested_baseline(examples: str, machine: str) -> str:
    return f"{examples}, a baseline, fitted once, {machine}"


def examples(number: int, windows: bool) -> str:
    return counted(number, "test window" if windows else "test example")


def measured(repeats: tuple[int, ...], threads: int, machine: str) -> str:
    times = f"medians of {listed(f'{r:,}' for r in repeats)} repeats, " if repeats else ""
    return f"{times}batch 1, {counted(threads, 'thread')}, {machine}"


def listed_names(names: tuple[str, ...]) -> str:
    return listed(names)


def together(sentences: tuple[Words | str, ...]) -> str:
    return " ".join(str(one) for one in sentences)
