"""How many units everything of a cell has."""

from recurra.words.en.phrases import counted


def no_size_up_to(cell: str, largest: int) -> str:
    return f"cell {cell!r} has no size up to {largest}"


def width_not_given(cell: str, name: str) -> str:
    return f"cell {cell!r}: the width of its input {name!r} is not given"


def no_such_size(cell: str, name: str, sizes: tuple[str, ...]) -> str:
    return f"cell {cell!r} has no size {name!r}; its sizes: {', '.join(sizes)}"


def not_positive(cell: str, name: str, value: int) -> str:
    return f"hidden size {name} of cell {cell!r} is {value}, not positive"


def size_not_given(cell: str, name: str) -> str:
    return f"cell {cell!r}: its size {name!r} is not given"


def width_of_size_not_given(cell: str, name: str, size: str, given: str) -> str:
    return (
        f"cell {cell!r}: its size {name!r} is {size!r}, and the width of the input {given!r} is "
        "not given"
    )


def cannot_be_set(cell: str, name: str, units: int, size: str, wanted: int) -> str:
    because = "" if size == str(units) else f" ({size})"
    return f"cell {cell!r}: its size {name!r} is {units}{because} and cannot be set to {wanted}"


def meets_slice(cell: str, name: str, units: int, length: int, expression: str) -> str:
    return (
        f"cell {cell!r}: its size {name!r} is {units}, but it meets a slice of "
        f"{counted(length, 'unit')} ({expression}), which must be as long"
    )


def slice_beyond(cell: str, line: int, setting: str, units: int, least: int) -> str:
    return (
        f"cell {cell!r}, line {line}: the slice {setting} of a value that has "
        f"{counted(units, 'unit')}; give it at least {least}"
    )


def units_not_divided(units: int, parts: int) -> str:
    return f"a value of {counted(units, 'unit')} cannot be divided into {parts} equal parts"


def matrix_not_divided(matrix: str, rows: int, columns: int, blocks: int) -> str:
    return (
        f"the matrix {matrix} with {counted(rows, 'row')} and {counted(columns, 'column')} cannot "
        f"be divided into {blocks} equal blocks"
    )


def take_multiples(of: int) -> str:
    return f"Take sizes that are multiples of {of}, or other heads."


def nothing_to_drop(cell: str) -> str:
    return (
        f"cell {cell!r} multiplies no state by parameters: recurrent dropout has nothing to drop "
        "there"
    )


def states_of_different_sizes(cell: str, states: tuple[str, ...]) -> str:
    return (
        f"the states {', '.join(states)} of cell {cell!r} have different sizes: they cannot be "
        "kept together"
    )
