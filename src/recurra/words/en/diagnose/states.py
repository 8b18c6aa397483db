"""What do the states do over time?"""

from recurra.words import Text, Words
from recurra.words.en.phrases import counted


def question() -> str:
    return "What do the states do over time?"


def unit() -> str:
    return "times as large at the end as half-way"


def conditions() -> str:
    return "medians over examples"


def too_short(fewest: int) -> str:
    return f"Sequences of fewer than {counted(fewest, 'step')} are too short to see a trend."


def state(name: Text, times: float) -> str:
    return f"{name} {times:.3g} times"


def grow(each: tuple[Words, ...]) -> str:
    return f"From half-way to the end the states grow: {', '.join(map(str, each))}."


def when_growing() -> str:
    return (
        "The memory adds up and does not forget: give it a forget gate (lstm instead of lstm1997, "
        "or a smaller forget bias), or reset the states between sections of a long stream."
    )


def sizes() -> str:
    return "Size of the states"


def sizes_reading() -> str:
    return (
        "A line that levels off is a memory in balance; one that climbs to the very end adds "
        "up without forgetting, and will be out of its range on longer sequences."
    )


def picture(state: Text) -> str:
    return f"State {state} of one example"


def units() -> str:
    return "units, by when they are largest"


def picture_reading() -> str:
    return (
        "A row is a unit, blue below zero and orange above. Long stretches of one colour are "
        "memory; stripes that change at every step only react."
    )
