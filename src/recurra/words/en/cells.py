"""What is said of the name of a cell that is not found, or whose file cannot be used."""


def options_not_read(spec: str) -> str:
    return f"cannot read the options of {spec!r}; write for instance 'lstm(layers=2)'"


def which_cell(file: str) -> str:
    return f"which cell of {file!r}? Write {file}:NAME"


def cell_of(file: str) -> str:
    return f"cell of {file}:"


def no_file(file: str) -> str:
    return f"no such file: {file}"


def not_run(kind: str, error: str) -> str:
    return f"the file cannot be run: {kind}: {error}"


def not_longest(longest: str) -> str:
    return f"cell 'indrnn': longest is {longest}, not a number of steps"


def other_equations() -> str:
    return "it was pickled with other equations than it has now"


def not_in_module() -> str:
    return (
        "a cell is pickled by the module that makes it: make it at the top of a module, not inside "
        "a function"
    )


def no_cell(spec: str) -> str:
    return f"{spec} is a network, not a cell"


def network_of_cell(spec: str, cell: str) -> str:
    return f"{spec} is a network of {cell}; here a cell is wanted"
