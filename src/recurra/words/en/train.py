"""How a training ended, and what cannot be trained."""

from recurra.words.en.phrases import counted


def loss_not_finite(update: int, value: float) -> str:
    return f"the loss of update {update} is {value}"


def loss_rose(value: float, update: int) -> str:
    return f"the loss rose to {value:.3g} by update {update}"


def score_not_finite(update: int, value: float) -> str:
    return f"the score at update {update} is {value}"


def no_better(looks: int) -> str:
    return f"no better score in {counted(looks, 'look')}"


def empty_epoch() -> str:
    return "there is no batch to learn from: an epoch is empty"


def more_than_total(updates: int) -> str:
    return f"updates must be between 0 and total_updates; it is {updates}"


def no_checkpoint(file: str, why: str) -> str:
    return f"{file}: not a checkpoint of a training ({why})"
