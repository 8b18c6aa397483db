"""Children of a node of a tree, in equations."""


def no_rep_with_inputs() -> str:
    return "a child's rep is a leaf's input, but this cell has an input at every node"


def use_states(states: tuple[str, ...]) -> str:
    return f"Use a child's states: {', '.join(states)}."


def has_no(what: str) -> str:
    return f"a child has no {what!r}"


def has(names: tuple[str, ...]) -> str:
    return f"It has {', '.join(names)}."


def is_no_value() -> str:
    return "a child is no value of an equation"


def use_one_of(names: tuple[str, ...]) -> str:
    return f"Use one of its states: {', '.join(names)}."


def number_is_open() -> str:
    return "the number of children is open"


def write_total() -> str:
    return "Write total(... for k in children)."


def total_takes_children(got: str) -> str:
    return f"total(...) takes values of a tree cell's children, got {got}"


def nothing_of_a_child() -> str:
    return "nothing of a child stands in total(...)"


def multiply_instead() -> str:
    return "Multiply by the value instead."
