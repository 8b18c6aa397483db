"""Equations that cannot be followed."""

from recurra.words.en.phrases import counted

ROLES = {"matrix": "matrix", "vector": "vector", "scalar": "scalar", "bias": "bias"}


def used_as_another(parameter: str, role: str, other: str, line: int) -> str:
    here, there = ROLES.get(role, role), ROLES.get(other, other)
    return f"{parameter!r} is used as a {here} here but as a {there} in line {line}"


def name_one_of_two() -> str:
    return "Give one of the two another name."


def only_bias_left(parameter: str) -> str:
    return f"nothing is left here with bias=False: {parameter!r} is all there is"


def nothing_left() -> str:
    return "nothing is left here with bias=False"


def use_bias() -> str:
    return "Use bias=True with this cell."


def multiplied_with_one_number(matrix: str) -> str:
    return f"{matrix!r} is multiplied with one number, not a vector"


def write_vector_times() -> str:
    return "Write `vector(p) * a` for that."


def other_blocks(matrix: str, blocks: int, others: int, line: int) -> str:
    return f"{matrix!r} has {counted(blocks, 'block')} here but {others} in line {line}"


def write_block_once() -> str:
    return "Write `U = block(U, heads)` once, before its first use."


def slice_of_one_number() -> str:
    return "one number has no parts"


def slice_several_units() -> str:
    return "A slice is of a value with several units."


def slice_ends() -> str:
    return "a slice takes whole numbers from 0 on, and every unit between them"


def write_slice_ends() -> str:
    return (
        "Write value[first:last] or value[first:]; every second unit, or units from the end, are a "
        "product with a matrix."
    )


def empty_slice(first: int, last: int) -> str:
    return f"the slice [{first}:{last}] holds no unit"


def end_after_start() -> str:
    return "Its end lies after its start."


def no_such_parts(blocks: str) -> str:
    return f"units cannot be in {blocks} parts"


def give_whole_number() -> str:
    return "Give a whole number."


def across_one_number() -> str:
    return "one number has no units to go over"


def give_several_units() -> str:
    return "Give a value with several units."


def blocks_in_no_product(parameter: str) -> str:
    return f"the blocks of {parameter!r} stand in no product"


def write_product() -> str:
    return "Write `U @ h`."


def matrix_in_function(matrix: str) -> str:
    return f"{matrix} is a matrix, which stands in no function"


def matrix_before_value(matrix: str) -> str:
    return f"A matrix stands before a value: `{matrix} @ h`."


def cannot_stand_in_equation(kind: str) -> str:
    return f"{kind} cannot stand in an equation"


def use_numbers() -> str:
    return "Use numbers, the cell's own arguments and the functions of recurra."
