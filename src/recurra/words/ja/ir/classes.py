"""Sizes that follow from the equations, or do not."""

from recurra.words import Words
from recurra.words.ja.phrases import quoted


def slice_of_value() -> str:
    return "スライス"


def unknown_rows(value: Words | str) -> str:
    return f"{quoted(value)}の行数が式から決まりません"


def declare_rows(value: Words | str) -> str:
    return f"@cell(..., sizes={{{str(value)!r}: '0.5 * h'}}) のように指定してください。"


def slice_meets_its_source(first: int) -> str:
    return f"ユニット{first}から後のスライスが、{first}ユニット長い元の値と組み合わされています"


def bring_or_cut() -> str:
    return "行列で一方の長さに合わせるか、両方を切り出してください。"
