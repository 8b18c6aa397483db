"""Which learning rates teach a network?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Which learning rates teach it?"


def answer(learns: bool, edge: float, suggested: float, last: float) -> str:
    if not learns:
        return f"The loss falls at no rate up to {last:.2g}."
    return (
        f"The loss falls up to a rate of {edge:.2g}; a tenth of it, {suggested:.2g}, is a rate to "
        f"start with. `recurra compare` searches for rates by itself."
    )


def unit() -> str:
    return "as learning rate"


def conditions(updates: int, over: float) -> str:
    return (
        f"{counted(updates, 'update')} with a rate that rises at each of them, until the mean loss "
        f"is over {over:g} times its least value; the mean follows the loss by some 20 updates"
    )


def title() -> str:
    return "Loss while the learning rate rises"


def rate() -> str:
    return "learning rate, as power of 10"


def loss() -> str:
    return "training loss, smoothed"


def suggested() -> str:
    return "to start with"


def reading() -> str:
    return "Rates where the curve falls teach; where it rises they are too large."
