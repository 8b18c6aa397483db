"""Does something go wrong while it trains?"""

from recurra.words import Text


def question() -> str:
    return "Does something go wrong while it trains?"


def every(given: int) -> str:
    return f"every must be at least 0 updates; it is {given}"


def times_usual() -> str:
    return "times the usual gradient norm"


def of_first() -> str:
    return "of the first gradient norm"


def reaches(trees: bool) -> str:
    start, end = ("root", "deepest nodes") if trees else ("end", "first step")
    return f"of the gradient at the {start} reaches the {end}"


def exploding(update: int, number: float, unit: Text) -> str:
    return f"Gradients are exploding at update {update}: {number:.3g} {unit}."


def vanishing(update: int, number: float, unit: Text) -> str:
    return f"Gradients are vanishing at update {update}: {number:.3g} {unit}."


def stalled(update: int, number: float, unit: Text) -> str:
    return f"Training has stalled at update {update}: {number:.3g} {unit}."


def when_exploding() -> str:
    return (
        "Clip the gradient's norm (clip_norm=1), lower the learning rate, or truncate "
        "back-propagation."
    )


def when_vanishing() -> str:
    return (
        "Start with a larger forget bias or init='chrono', take a cell with an additive "
        "memory, or shorten the sequences."
    )


def when_stalled() -> str:
    return (
        "Nothing is learned any more: lower the learning rate from the start, scale the "
        "inputs, or look for dead units."
    )


def conditions(update: int) -> str:
    return f"update {update}, the batch it was made from"


def title() -> str:
    return "Gradient of all parameters"


def norm() -> str:
    return "norm, before clipping"


def gradient_norm() -> str:
    return "gradient norm"


def reading() -> str:
    return "A spike is an explosion; a line that sinks for good has stopped learning."
