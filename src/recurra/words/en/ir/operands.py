"""Operators that equations do not have, and what to write instead."""

from typing import Literal

from recurra.words import Words


def not_in_language(what: Literal["a // b", "divmod", "round"]) -> str:
    return f"{what} is not in the language"


def write_floored_quotient() -> str:
    return "Write `floor(a / b)`."


def write_floor_and_mod() -> str:
    return "Write `floor(a / b)` and `mod(a, b)`."


def write_rounded() -> str:
    return "Write `floor(a + 0.5)`."


def takes_numbers(function: Literal["math.floor", "math.ceil"]) -> str:
    return f"{function} takes numbers"


def write_floor() -> str:
    return "Write `floor(a)`, of recurra.ir."


def write_ceil() -> str:
    return "Write `-floor(-a)`."


def no_logic() -> str:
    return "values of equations are numbers: &, |, ^ and ~ are not in the language"


def write_logic() -> str:
    return "Of values between 0 and 1: `a * b` for and, `maximum(a, b)` for or, `1 - a` for not."


def no_truth_value() -> str:
    return "a value of an equation has no truth value while it is traced"


def write_without_if() -> str:
    return (
        "Use maximum, minimum or relu instead of `if`, `and`, `or` or a comparison; "
        "`a if c else b` is `c * a + (1 - c) * b` with a gate c between 0 and 1."
    )


def not_compared() -> str:
    return "values of equations cannot be compared"


def write_without_comparison() -> str:
    return (
        "Use maximum, minimum or relu; `a if c else b` is `c * a + (1 - c) * b` with a gate c "
        "between 0 and 1, for instance c = sigmoid(10 * (a - b))."
    )


def no_number() -> str:
    return "a value of an equation is no number while it is traced"


def use_own_functions() -> str:
    return "Use the functions of recurra (sigmoid, tanh, exp ...), not those of math or numpy."


def not_iterated() -> str:
    return "a value of an equation cannot be iterated over"


def all_units_at_once() -> str:
    return (
        "An equation says what happens to all units at once: U @ h, mean(h); the sum over the "
        "units is that of recurra: `from recurra.ir import sum`."
    )


def product_of_values() -> str:
    return "a product @ has a matrix on its left, and both are values here"


def dot_product() -> str:
    return "The dot product of two values is `sum(a * b)`, with `sum` of recurra.ir."


def matrix_on_the_left() -> str:
    return "a product has its matrix on the left"


def write_matrix_first(matrix: str) -> str:
    return f"Write `{matrix} @ value` instead, or `{matrix}.T @ value` for the transposed matrix."


def no_transpose() -> str:
    return "a value of an equation is a list of units, which has no transpose"


def transpose_of_matrix() -> str:
    return "The dot product of two values is `sum(a * b)`; U.T is for a matrix U."


def no_part_or_method(member: str) -> str:
    return f"a value of an equation has no part or method {member!r}"


def function_before_value(member: str, written: Words | str) -> str:
    said = f"Functions stand before it, {member}(value); parts are for parameters: W.{member}."
    return f"{said} {written}" if written else said


def no_parts() -> str:
    return "a value of an equation has no parts"


def write_slice(shown: str) -> str:
    return (
        "An equation says what happens to all units at once: U @ h, mean(h). Some of the units "
        f"are a slice, {shown}; what happens to each of them is one equation."
    )
