"""What a cell's function returns."""

from recurra.words.en.phrases import counted


def returns_nothing() -> str:
    return "the function returns nothing"


def return_states(states: tuple[str, ...]) -> str:
    return f"End it with `return {', '.join(states)}`."


def returns_other_number(values: int, states: tuple[str, ...]) -> str:
    wanted = counted(len(states), "state")
    return f"returns {counted(values, 'value')} for {wanted}: {', '.join(states)}"


def return_each_state() -> str:
    return "Return the new value of each state, in that order."


def state_is_one_number(state: str) -> str:
    return f"the new {state!r} is one number, not one for each unit"


def make_it_of_products() -> str:
    return "Make it of products with matrices or of states."


def state_is_of_each_child(state: str) -> str:
    return f"the new {state!r} is one value for each child, not one for the node"


def sum_over_children() -> str:
    return "Sum over the children: total(... for k in children)."
