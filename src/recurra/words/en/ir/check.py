"""Arguments that nothing uses, and what a decorator says of sizes and starting values."""

from recurra.words import Words

KINDS = {
    "tensors": "stored tensors",
    "parameters": "parameters",
    "leaves": "inputs or states",
    "sizes": "sizes",
}


def in_no_equation(argument: str) -> str:
    return f"the argument {argument!r} stands in no equation"


def take_argument_out() -> str:
    return "Take it out, or list states in the decorator so that they are not parameters."


def changes_nothing(parameter: str) -> str:
    return f"{parameter!r} changes nothing: what is computed from it here reaches no new state"


def use_in_returned() -> str:
    return "Use it in a value that is returned, or take it out."


def init_of_no_parameter(name: str) -> str:
    return f"init names {name!r}, which is no parameter"


def init_of_other_members(name: str, known: tuple[str, ...]) -> str:
    return f"init names {name!r}, but its equations have {', '.join(known)}"


def name_these() -> str:
    return "Name these."


def it_has(names: tuple[str, ...]) -> str:
    return f"It has {', '.join(names)}."


def init_is_no_arithmetic(name: str, fault: Words | str) -> str:
    return f"init of {name!r}: {fault}"


def size_is_no_arithmetic(name: str, fault: Words | str) -> str:
    return f"size of {name!r}: {fault}"


def write_arithmetic() -> str:
    return 'Write arithmetic, for instance "0.5 * h".'


def sizes_of_input(name: str) -> str:
    return f"sizes gives the width of the input {name!r}, which whoever uses the cell gives"


def take_size_out(name: str) -> str:
    return f"Take it out; the size of a state may be made of it, 'h': '2 * {name}'."


def sizes_differ(name: str, size: str, other: str) -> str:
    return f"sizes gives {name!r} {size} units, but this makes it as long as {other!r}"


def bring_to_length(name: str) -> str:
    return f"Bring one to the other's length with a matrix, `V @ {name}`, or leave its size out."


def sizes_of_nothing(name: str) -> str:
    return f"sizes names {name!r}, which the cell does not have"


def same_name(kind: str, name: str) -> str:
    return f"two {KINDS.get(kind, kind)} are called {name!r}"


def give_another_name() -> str:
    return "Give one of them another name."
