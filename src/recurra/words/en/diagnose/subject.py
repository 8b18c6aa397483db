"""What is examined."""

from recurra.words import Text
from recurra.words.en.tasks.scores import OF_CLASSES


def conditions(
    model: str, examples: int, trees: bool, origin: Text, least: int, most: int, more: Text
) -> str:
    steps = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    kind, each = ("trees", f"{steps} edges deep") if trees else ("examples", f"{steps} steps each")
    of = f" of {origin}" if origin else ""
    said = f"{model}, {examples:,} {kind}{of}, {each}"
    return f"{said}; {more}" if more else said


def score(name: str, label: Text) -> str:
    return OF_CLASSES.get(name, f"{label}")


def no_example() -> str:
    return "there is no example to examine the model on"


def no_targets() -> str:
    return "a diagnosis needs examples with targets; these have none"
