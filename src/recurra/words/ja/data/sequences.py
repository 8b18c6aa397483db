"""Labelled sequences as a whole."""

from recurra.words.ja.phrases import quoted


def none() -> str:
    return "データが1件もありません"


def one_class(count: int, name: str) -> str:
    return f"{count:,}件すべてが1つのクラス{quoted(name)}です"


def two_classes() -> str:
    return "分類には2つ以上のクラスのデータを用意してください"


def no_length(number: int) -> str:
    return f"{number}番目の系列の長さが0です"
