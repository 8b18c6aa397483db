"""Which words decide?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Which words decide?"


def conditions(trees: int, occluded: int, points: int) -> str:
    return (
        f"first {trees} of them, occlusion on {occluded}, {counted(points, 'point')}, x0 = the "
        "zero vector"
    )


def by_depth() -> str:
    return "How much a word decides, by its depth"


def by_depth_reading() -> str:
    return (
        "The higher, the more one word at that depth moves the answer at the root. Two ways of "
        "asking: integrated gradients share the answer out among all words, occlusion blanks one."
    )


def drawing(tree: int) -> str:
    return f"Attribution in tree {tree}"


def coloured() -> str:
    return "words, coloured by their part in the answer"


def nothing() -> str:
    return "No word moves the answer."


def half(depth: int, there: int, words: int) -> str:
    return (
        f"Half of what decides lies at depths up to {depth}, where {there:,} of the {words:,} "
        "words stand."
    )
