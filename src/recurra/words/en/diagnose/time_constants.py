"""How long does each unit hold what it holds?"""

import math

from recurra.words import Text


def question() -> str:
    return "How long do units hold what they hold?"


def unit(trees: bool) -> str:
    return "edges" if trees else "steps"


def conditions(trees: bool) -> str:
    return f"geometric mean over {unit(trees)} and examples"


def no_path(trees: bool) -> str:
    path = "from a child that remembers to its parent" if trees else "to itself"
    matrix = "the matrices" if trees else "the recurrent matrix"
    return (
        f"No state has a direct path {path}: memory lives in {matrix} alone, and "
        "the growth of differences says how long it lasts."
    )


def lasts(state: Text, slowest: float, middle: float, trees: bool) -> str:
    return (
        f"In the slowest tenth of the units of {state} a content lasts for {_number(slowest)} "
        f"{unit(trees)} or more (until 37 % is left), in half of them for {_number(middle)}."
    )


def when_short(trees: bool) -> str:
    if trees:
        return (
            "Units forget faster than a leaf's content takes to the root. Where the task needs "
            "what lies deep: a larger forget bias."
        )
    return (
        "Units forget faster than a sequence lasts. Where the task needs its beginning: a larger "
        "forget bias, or init='chrono' with the longest dependency."
    )


def title() -> str:
    return "Time constant of each unit"


def slowest_first() -> str:
    return "units, from the slowest to the fastest"


def until_left(trees: bool) -> str:
    return f"{unit(trees)} until 37 % is left"


def reading(trees: bool) -> str:
    far = (
        "what a leaf of a typical tree held when it comes to the root"
        if trees
        else "what it held at the start of a typical sequence when that ends"
    )
    return (
        f"A unit above the dashed line still holds a hundredth of {far}. A network needs "
        "some slow units to remember and some fast ones to react."
    )


def _number(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:.3g}"
