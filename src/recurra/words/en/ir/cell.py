"""Options of a cell, to stand in "unknown ...": what a name can be the name of."""


def option_of_cell(cell: str) -> str:
    return f"option of cell {cell!r}:"


def value_of_option(option: str, cell: str) -> str:
    return f"{option} of cell {cell!r}:"
