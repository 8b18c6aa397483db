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
