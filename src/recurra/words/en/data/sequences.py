"""Labelled sequences as a whole."""


def none() -> str:
    return "there are no examples"


def one_class(count: int, name: str) -> str:
    return f"all {count} examples are of one class, {name!r}"


def two_classes() -> str:
    return "A classifier needs at least two classes"


def no_length(number: int) -> str:
    return f"sequence {number} has a length of zero"
