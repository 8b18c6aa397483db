"""The program of a cell as text for a reader, in no language that a machine runs."""

from recurra.words.en.phrases import counted

LIVES = {
    "step": "a step",
    "carry": "two steps",
    "sequence": "all steps, one row",
    "pass": "the pass",
    "both": "both passes",
}
ROLES = {
    "delta": "delta",
    "gradient": "gradient",
    "input": "input",
    "kept": "kept",
    "later": "later",
    "seed": "seed",
    "slot": "slot",
    "slot_gradient": "slot gradient",
    "state": "state",
    "sum": "sum",
    "total": "total",
    "value": "value",
}
ROWS = {"node": "node", "edge": "edge", "slot": "slot"}


def title(cell: str, backward: bool, trees: bool) -> str:
    return f"{cell}: {'backward' if backward else 'forward'}{' over trees' if trees else ''}"


def buffers() -> str:
    return "buffers"


def statements() -> str:
    return "statements"


def buffer(name: str, role: str, of: str, columns: int, size: str, lifetime: str) -> str:
    wide = f"{counted(columns, 'column')} of {size}" if columns > 1 else f"a column of {size}"
    what = ROLES.get(role, role) + (f" of {of}" if of else "")
    return f"{name}: {what}, {wide}, lives for {LIVES.get(lifetime, lifetime)}"


def place(buffer: str, column: int, before: bool, row: str) -> str:
    own = f" of its {ROWS.get(row, row)}" if row else ""
    return f"{buffer}[{column}]{' before' if before else ''}{own}"


def each_unit(size: str) -> str:
    return f"for each unit of {size}:"


def padding(place: str) -> str:
    return f"padding of {place} = 0"


def gradient_of_product(matrix: str, left: str, right: str) -> str:
    return f"gradient of {matrix} += sum over rows of {left} times {right}"


def gradient_of_sum(parameter: str, column: str) -> str:
    return f"gradient of {parameter} += sum over rows of {column}"


def all_steps() -> str:
    return "for all steps at a time:"


def each_step(backward: bool) -> str:
    return "for each step, the last first:" if backward else "for each step:"


def each_level(backward: bool) -> str:
    return f"for each level, from the {'roots' if backward else 'leaves'}:"


def each_row(domain: str) -> str:
    return f"for each {ROWS.get(domain, domain) if domain else 'row'}:"


def with_parent() -> str:
    return "where it has a parent:"


def over_units(name: str, op: str, expression: str) -> str:
    return f"{name} = {op} over the units of {expression}"


def over_children(name: str, place: str) -> str:
    return f"{name} = sum over the children of {place}"
