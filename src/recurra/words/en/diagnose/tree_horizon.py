"""Beyond which depth does a word no longer change the root?"""


def question() -> str:
    return "Beyond which depth does a word no longer change the answer?"


def conditions() -> str:
    return "means; words are taken from other trees"


def same() -> str:
    return "The answer is the same whatever the words: nothing was learned, or it is stuck."


def reach(
    number: float, deepest: int, gradient: bool, faded: float | None, needed: int | None
) -> str:
    seen = (
        f"The answer depends on words at all depths, down to {deepest}"
        if number >= deepest
        else f"The answer does not change with what lies deeper than {number:.0f} edges"
    )
    if faded is not None:
        seen += f"; by gradient, words from depth {faded:.0f} on count less than 1%"
    elif gradient:
        seen += "; by gradient, at every depth that enough words have"
    if needed is None:
        return f"{seen}; how deep the data carry information could not be told."
    return f"{seen}; the data carry information down to depth {needed}."


def when_short() -> str:
    return (
        "The memory is shorter than the data need: take another cell with a memory (rlstm, "
        "nary, childsum), a larger forget bias, more units, or let the labels of all nodes "
        "teach (--task nodes)."
    )


def changes() -> str:
    return "How much the answer at the root changes"


def all_replaced() -> str:
    return "this depth and all below replaced"


def one_replaced() -> str:
    return "one word at this depth replaced"


def needed() -> str:
    return "the data carry information down to here"


def changes_reading() -> str:
    return (
        "Where the first line falls below the dashed one, the root no longer depends on "
        "anything that lies deeper. The third is the gradient at a depth's words, relative "
        "to the words nearest to the root."
    )


def score_reading() -> str:
    return (
        "The score when all words from this depth on are another tree's. Where the line "
        "levels out, what lies deeper does not help this network."
    )
