"""Sizes as they are typed."""

from recurra.words.ja.phrases import quoted


def not_a_shape(given: str) -> str:
    return (
        f"{quoted(given)}はサイズとして読めません。ステップ数、系列数、入力数、ユニット数を "
        "28,64,28,100 のように書いてください"
    )
