"""Train, validation and test."""

from typing import Literal

from recurra.words.ja.phrases import PARTS, quoted, several


def made(
    how: Literal["random", "own_test", "fixed"], seed: int, train: int, validation: int, test: int
) -> str:
    counts = f"訓練{train:,}件、検証{validation:,}件、テスト{test:,}件。"
    if how == "fixed":
        return f"分割はデータ側の指定に従います: {counts}"
    if how == "random":
        return f"クラスの比率を保って無作為に分割しました（60/20/20、シード{seed}）: {counts}"
    return (
        "テストデータはファイルの指定どおりとし、残りをクラスの比率を保って無作為に分割しました"
        f"（80/20、シード{seed}）: {counts}"
    )


def too_few(count: int, train: int, validation: int, test: int) -> str:
    return (
        f"{count:,}件では3つの区分に分けられません"
        f"（訓練{train}件、検証{validation}件、テスト{test}件）"
    )


def add_examples() -> str:
    return "データを増やすか、区分ごとのファイルを用意してください"


def rare_class(name: str, found: int, needed: int) -> str:
    return (
        f"訓練・検証に使えるクラス{quoted(name)}のデータは{found}件です。"
        f"すべての区分に入れるには{needed}件以上必要です"
    )


def raise_limit() -> str:
    return "データを増やすか、--limit を大きくするか、このクラスを除いてください"


def lacks_class(part: Literal["validation", "test"], names: tuple[str, ...]) -> str:
    return f"{PARTS[part]}にクラス{several(names)}のデータがありません"
