"""What do the states do up the tree?"""

from recurra.words import Text, Words
from recurra.words.en.phrases import counted


def question() -> str:
    return "What do the states do up the tree?"


def unit() -> str:
    return "times as large at the root as at half of the words"


def conditions(fewest: int) -> str:
    return f"medians over trees of at least {counted(fewest, 'word')}"


def too_small(fewest: int) -> str:
    return (
        f"Trees of fewer than {counted(fewest, 'word')}, or without a node that holds about "
        "half of them, "
        "show no trend."
    )


def grow(each: tuple[Words, ...]) -> str:
    return f"From half of the words to all of them the states grow: {', '.join(map(str, each))}."


def when_growing() -> str:
    return (
        "The memory adds up what the children hold and does not forget: take a cell with forget "
        "gates (nary, childsum), start with a smaller forget bias, or give it a mean in place of "
        "a sum."
    )


def sizes_reading() -> str:
    return (
        "A line that levels off is a memory in balance; one that climbs to the very end adds "
        "up what the children hold without forgetting, and will be out of its range in larger "
        "trees."
    )


def picture(state: Text) -> str:
    return f"State {state} of one tree"


def nodes() -> str:
    return "nodes, children before their parents"
