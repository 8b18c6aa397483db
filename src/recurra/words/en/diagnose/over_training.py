"""How does the gradient ratio change while it trains?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "How does the gradient ratio change while it trains?"


def every(given: int) -> str:
    return f"every must be at least 1 update; it is {given}"


def no_look() -> str:
    return "nothing was trained while this probe looked in"


def unit(trees: bool) -> str:
    return f"of the gradient norm at the {'root' if trees else 'end'}"


def went(trees: bool, before: float, start: int, after: float, end: int) -> str:
    place = "greatest depth" if trees else "first step"
    return (
        f"At the {place} the ratio went from {before:.2g} at update {start} "
        f"to {after:.2g} at update {end}."
    )


def conditions(trees: bool, every: int) -> str:
    members = "nodes" if trees else "examples"
    return f"median over the {members} of a batch, every {counted(every, 'update')}"


def title() -> str:
    return "Gradient ratio over training"


def relative(trees: bool) -> str:
    return f"gradient norm, relative to the {'root' if trees else 'end'}"


def place(trees: bool, distance: int) -> str:
    return f"depth {distance}" if trees else f"{counted(distance, 'step')} before the end"


def reading() -> str:
    return (
        "Lines that rise while it trains: the network learns to reach further back. Lines "
        "that sink: it learns to look at the end alone."
    )
