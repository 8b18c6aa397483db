"""What a cell's function and its decorator say."""


def argument_for_several(argument: str) -> str:
    return f"the argument {argument!r} stands for several"


def name_each() -> str:
    return "Name each of them."


def argument_with_default(argument: str, default: str) -> str:
    return (
        f"the argument {argument!r} has a default, {default}, which a state or a parameter cannot "
        "have"
    )


def put_behind_star(argument: str) -> str:
    return f"If it is an option, put it behind a star: (..., *, {argument})."


def names_no_state(argument: str, name: str) -> str:
    return f"{argument} names {name!r}, which is no state"


def its_states(states: tuple[str, ...]) -> str:
    return f"Its states: {', '.join(states)}."


def option_without_default(option: str) -> str:
    return f"the option {option!r} has no default"


def no_state() -> str:
    return "has no state"


def name_states() -> str:
    return 'Name its states: @cell(states="h").'


def name_states_of_tree() -> str:
    return 'Name its states: @cell(states="h", children=2).'


def state_is_no_argument(state: str, arguments: tuple[str, ...]) -> str:
    takes = ", ".join(arguments) or "none"
    return f"the state {state!r} is no argument of the function, which takes {takes}"


def call_a_state_the_same() -> str:
    return 'Call a state the same in both: @cell(states="h c") and (x, h, c, W, ...).'


def start_is_no_number(value: str, state: str) -> str:
    return f"the start {value} of {state!r} is no number"


def give_a_start() -> str:
    return 'Give a number or "learned".'


def states_not_side_by_side(arguments: tuple[str, ...], states: tuple[str, ...]) -> str:
    return (
        f"its arguments {', '.join(arguments)} do not hold the states {', '.join(states)} side by "
        "side"
    )


def write_in_order() -> str:
    return "Write inputs, then the states in the decorator's order, then parameters."


def no_input() -> str:
    return "has no input"


def first_argument_is_input() -> str:
    return "Its first argument is the input of the step: (x, h, W, ...)."


def children(given: str) -> str:
    return f"children={given}"


def give_number_of_children() -> str:
    return 'Give a number from 1 on, or "any".'


def children_not_among_arguments(arguments: tuple[str, ...], children: tuple[str, ...]) -> str:
    return f"its arguments {', '.join(arguments)} do not hold its children, {', '.join(children)}"


def write_children(children: tuple[str, ...]) -> str:
    return f"Write (x, {', '.join(children)}, W, ...), without x where leaves alone have inputs."


def several_inputs() -> str:
    return "has several inputs"


def one_input_in_trees() -> str:
    return "A cell for trees has one input, x, or none."


def starts_states() -> str:
    return "starts its states"


def absent_child_is_zero() -> str:
    return "In a tree a child that is absent counts as zero."


def state_like_argument(state: str) -> str:
    return f"a state called {state!r} cannot be told from an argument or a leaf's input"
