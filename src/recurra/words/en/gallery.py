"""The gallery of cells: a table, a page for each, the page of the documentation."""

from recurra.words.en.phrases import counted

HEADS = {
    "cell": "cell",
    "states": "states",
    "parameters": "parameters",
    "inside": "in the loop",
    "operations": "operations",
    "what": "what it is",
    "transcendental": "exp, tanh",
}
ROWS = {
    "from": "from",
    "states": "states",
    "options": "options",
    "starts": "starts",
    "tensors": "tensors",
    "parameters": "parameters",
    "before_loop": "before the loop",
    "projected": "projected",
}


def summary(cell: str, own: str) -> str:
    return own


def more(cell: str, own: str) -> str:
    return own


def head(name: str) -> str:
    return HEADS.get(name, name)


def row(name: str) -> str:
    return ROWS.get(name, name)


def tree() -> str:
    return "a tree"


def none() -> str:
    return "none"


def legend(inputs: int, units: int) -> str:
    return (
        "* compared by default. m: width of the input, n: hidden size; one bias a gate. In the "
        "loop: weights\nwhose products wait for the step before; all other products are made for "
        "all steps at a time. Operations:\nof a step of one sequence with "
        f"m={inputs}, n={units}, a multiply-add is two; exp, tanh and the like not counted."
    )


def formula(formula: str) -> str:
    return f"{formula}  (m inputs, n units)"


def sizes(inputs: int, units: int) -> str:
    return f"with m={inputs}, n={units}"


def counts(parameters: int, operations: int, transcendental: int) -> str:
    return (
        f"{counted(parameters, 'parameter')}; a step costs {counted(operations, 'operation')} "
        "(a multiply-add is "
        f"two) and {transcendental:,} exp, tanh or the like"
    )


def introduction(command: str, inputs: int, units: int) -> str:
    return (
        "# The gallery of cells\n"
        "\n"
        "Made from the files in `src/recurra/cells` by the command\n"
        f"`{command}`; a test holds it to them. Each cell is used by its\n"
        "name, with options in brackets: "
        '`recurra compare digits --cells "lstm,lstm6(f=0.59)"`,\n'
        '`recurra.Recurrent("lstm6(f=0.59)", 28, 100)`.\n'
        "\n"
        "m is the width of the input, n the hidden size; a gate has one bias. *In the loop* "
        "counts\n"
        "the weights whose products wait for the step before; all others are multiplied for all\n"
        f"steps at a time. Operations are those of a step of one sequence with m = {inputs} and "
        f"n = {units}, a\n"
        "multiply-add being two; exp, tanh and the like are counted apart.\n"
    )


def family(title: str, file: str) -> str:
    return title


def notes(own: str) -> str:
    return own
