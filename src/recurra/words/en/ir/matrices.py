"""Parameters and matrices in equations."""


def slice_of_parameter(parameter: str) -> str:
    return f"{parameter!r} is a parameter: slices are of values"


def write_vector(parameter: str) -> str:
    return f"Write `vector({parameter})[0:4]`, or give each part a name of its own."


def transpose_of(parameter: str) -> str:
    return f"'{parameter}.T' is the transpose of {parameter!r}"


def take_another_name() -> str:
    return "Take another name."


def no_part(matrix: str, member: str) -> str:
    return f"{matrix} has no part {member!r}"


def transpose_stands_last(matrix: str, member: str) -> str:
    return f"T stands last: `{matrix}.{member}.T`; it is the transpose, no name of a parameter."


def meets_no_matrix(matrix: str) -> str:
    return f"{matrix} is a matrix, and what it meets here is none"


def sums_of_matrices(matrix: str) -> str:
    return (
        f"A matrix stands before a value: `{matrix} @ h`; sums, differences and multiples by a "
        "number of matrices are matrices."
    )


def product_of_parameters(left: str, right: str) -> str:
    return f"{left!r} @ {right!r}: a product of two parameters"


def multiply_in_turn(left: str, right: str) -> str:
    return (
        "A matrix stands before an input, a state or a value computed from them; a product of two "
        f"matrices before a value is `{left} @ ({right} @ value)`."
    )


def not_multiplied_with(kind: str) -> str:
    return f"a matrix cannot be multiplied with {kind}"
