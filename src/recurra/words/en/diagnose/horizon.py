"""Beyond which distance does an input no longer change the answer?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Beyond which distance does an input no longer change the answer?"


def conditions() -> str:
    return "means; the past is taken from other examples"


def alone(trees: bool, one: bool) -> str:
    kind = "trees" if trees else "examples"
    found = "there is one" if one else "all of them are equal"
    return f"The past is taken from another example: it needs two {kind}, and {found}."


def give_two(trees: bool) -> str:
    return f"Give data with at least two different {'trees' if trees else 'examples'}."


def same() -> str:
    return "The answer is the same whatever the input: nothing was learned, or it is stuck."


def reach(number: float, steps: int, needed: int) -> str:
    seen = (
        f"The answer depends on all {counted(steps, 'step')}"
        if number >= steps
        else f"The answer does not change with what lies {number:.0f} or more steps from the end"
    )
    if not needed:
        return f"{seen}; how far the data carry information could not be told."
    return f"{seen}; the data carry information up to {counted(needed, 'step')} from the end."


def when_same() -> str:
    return "Train longer or with another learning rate, and look at dead units and gates."


def when_short() -> str:
    return (
        "The memory is shorter than the data need: a larger forget bias (init='chrono'), a "
        "cell with a longer memory, more units, or a coarser step of time."
    )


def changes() -> str:
    return "How much the answer changes"


def all_replaced() -> str:
    return "everything further back replaced"


def one_replaced() -> str:
    return "this input alone replaced"


def needed() -> str:
    return "the data carry information up to here"


def changes_reading() -> str:
    return (
        "Where the first line falls below the dashed one, the answer no longer depends on "
        "anything that lies further back: the network has forgotten it."
    )


def score() -> str:
    return "What is left of the score"


def score_reading() -> str:
    return (
        "The score when everything from this distance on is another example's past. Where "
        "the line levels out, what lies further back does not help this network."
    )
