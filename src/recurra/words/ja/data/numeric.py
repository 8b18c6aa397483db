"""Columns of numbers."""

from recurra.words.ja.phrases import quoted


def stamps() -> str:
    return "数値の列ではなく日時の列です"


def infinite(value: str) -> str:
    return f"値が無限大です（{value}）"


def leave_empty() -> str:
    return "値が不明な場合は空欄にしてください"


def not_a_number(value: str) -> str:
    return f"数値ではありません: {quoted(value)}"


def too_large(value: float, largest: float) -> str:
    return f"値{value:g}が大きすぎます（上限は{largest:g}）"


def other_unit() -> str:
    return "単位を変えてください"


def currencies(names: tuple[str, ...]) -> str:
    return f"複数の通貨の金額が混ざっています（{'、'.join(names)}）"


def some_percent() -> str:
    return "この列のほかの値にあるパーセント記号がありません"
