"""The functions of equations, called wrongly."""

from recurra.words.en.phrases import counted


def takes_values(function: str, wanted: int, given: int) -> str:
    return f"{function} takes {counted(wanted, 'value')}, not {given}"


def give_each() -> str:
    return "Give each of them."


def takes_parameter(function: str, got: str) -> str:
    return f"{function}(...) takes a parameter of a cell, got {got}"


def takes_values_of_equations(function: str, got: str) -> str:
    return f"{function} takes values of a cell's equations, got {got}"


def no_such_blocks(heads: str) -> str:
    return f"a matrix cannot have {heads} blocks"


def give_whole_number() -> str:
    return "Give a whole number."
