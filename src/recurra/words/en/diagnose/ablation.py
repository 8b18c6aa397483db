"""Which gate can be dropped?"""

import math

from recurra.words import Text, Words
from recurra.words.en.phrases import counted
from recurra.words.numbers import UNSAID_LEVEL, per_cent


def question() -> str:
    return "Which gate can be dropped?"


def unit(score: Text) -> str:
    return f"of the {score} lost by the least needed gate"


def no_gate() -> str:
    return "There is no gate here."


def loss(gate: Text, value: float, low: float, high: float) -> str:
    spread = f" ({100 * low:.2g} to {100 * high:.2g})" if math.isfinite(low + high) else ""
    return f"{gate} {100 * value:.2g} %{spread}"


def losses(each: tuple[Words, ...]) -> str:
    return f"Replaced by its mean, each gate costs of the score: {', '.join(map(str, each))}."


def free(gates: tuple[Text, ...], most: float, trees: bool) -> str:
    cell = (
        "a cell of your own that has a constant there"
        if trees
        else "a cell that has a constant there (lstm3, lstm4a, lstm6, scrn)"
    )
    return (
        f"The movement of {' and of '.join(map(str, gates))} is shown to be worth less than "
        f"{most:.0%}: compare with {cell} or lacks it."
    )


def conditions(draws: int, level: float = UNSAID_LEVEL) -> str:
    return (
        f"{per_cent(f'{100 * level:g}')} intervals: paired bootstrap over examples, "
        f"{counted(draws, 'draw')}; one gate at a time"
    )


def title() -> str:
    return "What each gate is worth"


def gate() -> str:
    return "gate"


def lost(score: Text) -> str:
    return f"loss of {score}, relative, in %"


def replaced() -> str:
    return "replaced by its mean"


def reading() -> str:
    return (
        "How much of the score is lost when the gate no longer moves but stays at its mean. "
        "A bar below the dashed line: this network would do as well with a constant."
    )
