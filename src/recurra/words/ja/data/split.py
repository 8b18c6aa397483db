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


def rare_class(name: str, count: int) -> str:
    return f"クラス{quoted(name)}の訓練用データは{count}件しかないため、すべて訓練に使います。"


def too_rare(name: str) -> str:
    return f"クラス{quoted(name)}のデータが少なく、ほかの区分に入れられないため評価できません"


def no_example(name: str) -> str:
    return f"クラス{quoted(name)}に訓練用のデータがありません"


def halved(validation: int, test: int) -> str:
    return (
        "訓練データが少なく検証データを取れないため、テストデータの半分を検証に使います"
        f"（検証{validation}件、テスト{test}件）。"
    )


def raise_limit() -> str:
    return "データを増やすか、--limit を大きくするか、このクラスを除いてください"


def lacks_class(part: Literal["validation", "test"], names: tuple[str, ...]) -> str:
    return (
        f"{PARTS[part]}にクラス{several(names)}のデータがないため、"
        "スコアにはその良し悪しが表れません。"
    )
