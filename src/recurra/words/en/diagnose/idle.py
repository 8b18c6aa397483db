"""Are there dead or idle units?"""

from recurra.words import Text, Words
from recurra.words.en.phrases import counted


def question() -> str:
    return "Are there dead or idle units?"


def unit() -> str:
    return "of the units do nothing"


def conditions(trees: bool) -> str:
    return f"standard deviation over all {'nodes' if trees else 'steps'} and examples"


def state(name: Text, dead: int, idle: int, units: int) -> str:
    return f"{dead} dead and {idle} idle of the {counted(units, 'unit')} of {name}"


def states(each: tuple[Words, ...]) -> str:
    return f"{', '.join(map(str, each))}."


def no_states() -> str:
    return "No node of these trees has states."


def when_many() -> str:
    return (
        "Units that never move are paid for and not used: lower the learning rate, scale the "
        "inputs, start biases nearer to zero, or take fewer units."
    )


def title() -> str:
    return "How much each unit moves"


def liveliest_first() -> str:
    return "units, from the liveliest to the stillest"


def deviation() -> str:
    return "standard deviation"


def reading() -> str:
    return (
        "A unit that falls far below the others, under the dashed line, always says the same "
        "and does nothing."
    )
