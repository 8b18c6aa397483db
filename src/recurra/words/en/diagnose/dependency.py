"""How far back do the data need?"""

from recurra.words import Text
from recurra.words.en.phrases import counted


def question() -> str:
    return "How far back do the data carry information?"


def the_data() -> str:
    return "the data"


def title() -> str:
    return "What one input says of the answer"


def alone() -> str:
    return "explained by one input alone"


def reading() -> str:
    return (
        "Above the dashed line an input at that distance, seen alone, says more of the answer "
        "than chance. A network that forgets before the last such place gives something away."
    )


def conditions(examples: int, trees: bool, origin: Text, shuffles: int) -> str:
    kind, of = "trees" if trees else "examples", f" of {origin}" if origin else ""
    vectors = "; words as the vectors of this network" if trees else ""
    return (
        f"{examples:,} {kind}{of}; ridge regression, two folds; "
        f"chance: the largest of {shuffles} shuffles{vectors}"
    )


def nothing() -> str:
    return (
        "No single input says anything of the answer linearly and alone; what the data need "
        "must be read off the score when the past is replaced."
    )


def up_to(steps: int, length: int) -> str:
    return (
        f"Inputs up to {counted(steps, 'step')} from the end, of {length} in a typical "
        "sequence, say more of "
        "the answer than chance, each seen alone."
    )
