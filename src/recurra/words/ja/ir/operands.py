"""Operators that equations do not have, and what to write instead."""

from typing import Literal

from recurra.words import Words
from recurra.words.ja.phrases import quoted


def not_in_language(what: Literal["a // b", "divmod", "round"]) -> str:
    return f"{what} は式に使えません"


def write_floored_quotient() -> str:
    return "`floor(a / b)` と書いてください。"


def write_floor_and_mod() -> str:
    return "`floor(a / b)` と `mod(a, b)` を使ってください。"


def write_rounded() -> str:
    return "`floor(a + 0.5)` と書いてください。"


def takes_numbers(function: Literal["math.floor", "math.ceil"]) -> str:
    return f"{function} は数にしか使えません"


def write_floor() -> str:
    return "recurra.ir の `floor(a)` を使ってください。"


def write_ceil() -> str:
    return "`-floor(-a)` と書いてください。"


def no_logic() -> str:
    return "式の値は数なので、&、|、^、~ は使えません"


def write_logic() -> str:
    return (
        "0から1の値では、and は `a * b`、or は `maximum(a, b)`、not は `1 - a` と書いてください。"
    )


def no_truth_value() -> str:
    return "式の値は真偽値として使えません（式を読み取る間、値は決まっていません）"


def write_without_if() -> str:
    return (
        "`if`、`and`、`or`、比較の代わりに maximum、minimum、relu を使ってください。"
        "`a if c else b` は0から1のゲート c を使って `c * a + (1 - c) * b` と書けます。"
    )


def not_compared() -> str:
    return "式の値は比較できません"


def write_without_comparison() -> str:
    return (
        "maximum、minimum、relu を使ってください。"
        "`a if c else b` は0から1のゲート c（たとえば c = sigmoid(10 * (a - b))）を使って "
        "`c * a + (1 - c) * b` と書けます。"
    )


def no_number() -> str:
    return "式の値は数に変換できません（式を読み取る間、値は決まっていません）"


def use_own_functions() -> str:
    return (
        "math や numpy の関数ではなく、recurra の関数（sigmoid、tanh、exp など）を使ってください。"
    )


def not_iterated() -> str:
    return "式の値を繰り返し処理することはできません"


def all_units_at_once() -> str:
    return (
        "式は全ユニットをまとめて扱います: U @ h、mean(h)。"
        "ユニットの和には recurra の sum を使ってください: `from recurra.ir import sum`。"
    )


def product_of_values() -> str:
    return "積 @ の左側は行列でなければなりませんが、ここでは両方とも値です"


def dot_product() -> str:
    return "2つの値の内積は recurra.ir の `sum` を使って `sum(a * b)` と書いてください。"


def matrix_on_the_left() -> str:
    return "積では行列を左側に置きます"


def write_matrix_first(matrix: str) -> str:
    return f"`{matrix} @ value`、転置行列なら `{matrix}.T @ value` と書いてください。"


def no_transpose() -> str:
    return "式の値はユニットの並びなので、転置はありません"


def transpose_of_matrix() -> str:
    return "2つの値の内積は `sum(a * b)` と書いてください。U.T は行列 U に使います。"


def no_part_or_method(member: str) -> str:
    return f"式の値に{quoted(member)}という部分やメソッドはありません"


def function_before_value(member: str, written: Words | str) -> str:
    return (
        f"関数は {member}(value) のように値の前に書いてください。"
        f"W.{member} のような部分はパラメータにだけあります。{written}"
    )


def no_parts() -> str:
    return "式の値の要素を1つずつ取り出すことはできません"


def write_slice(shown: str) -> str:
    return (
        "式は全ユニットをまとめて扱います: U @ h、mean(h)。"
        f"一部のユニットはスライス {shown} で取り出し、各ユニットの計算は1つの式で書いてください。"
    )
