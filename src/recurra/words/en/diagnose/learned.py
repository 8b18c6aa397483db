"""Has it learned anything from its inputs?"""

from recurra.words import Text
from recurra.words.en.phrases import counted
from recurra.words.numbers import UNSAID_LEVEL, per_cent


def question() -> str:
    return "Has it learned anything from its inputs?"


def unit(score: Text) -> str:
    return f"better than the best constant answer in {score}, at least"


def conditions(draws: int, level: float = UNSAID_LEVEL) -> str:
    of = per_cent(f"{100 * level:g}")
    return f"{of} interval: paired bootstrap over examples, {counted(draws, 'draw')}"


def not_told(score: Text) -> str:
    return f"Its {score} cannot be told on these examples."


def gain(score: Text, own: float, constant: float, value: float, low: float, high: float) -> str:
    scores = f"Its {score} is {own:.3g}, that of the best constant answer {constant:.3g}"
    spread = f"{low:.2g} to {high:.2g}"
    if low > 0:
        return f"{scores}: it is better by {value:.2g} ({spread})."
    return f"{scores}: a gain of {value:.2g} ({spread}), which may be none."


def when_nothing() -> str:
    return (
        "On these examples the network does no better than an answer that ignores its input, so "
        "the other questions are about weights that have found nothing. Train longer, try other "
        "learning rates (recurra compare searches them), or see whether simple baselines find "
        "anything in these data."
    )


def title() -> str:
    return "Better than an answer that ignores the input?"


def answer() -> str:
    return "answer"


def score() -> str:
    return "score"


def best_constant() -> str:
    return "the best constant"


def this_network() -> str:
    return "this network"


def reading() -> str:
    return "Bars of about the same height: nothing was learned that shows on these examples."
