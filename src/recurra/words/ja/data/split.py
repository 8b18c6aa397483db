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


def made_by_group(
    by: str, three: bool, seed: int, groups: tuple[int, ...], examples: tuple[int, ...]
) -> str:
    way = "60/20/20" if three else "テストデータはファイルの指定、残りは80/20"
    parts = (
        f"{part}{n:,}件（{g:,}個分）"
        for part, n, g in zip(PARTS.values(), examples, groups, strict=False)
    )
    return (
        f"{quoted(by)}ごとに無作為に分割しました。同じものが複数の区分に入ることはありません"
        f"（{way}、シード{seed}）: {'、'.join(parts)}。"
    )


def few_groups(by: str, names: tuple[str, ...]) -> str:
    return (
        f"{quoted(by)}ごとに3つの区分へ分けるには3個以上必要ですが、"
        f"{len(names)}個しかありません（{several(names)}）"
    )


def more_groups() -> str:
    return "データを増やすか、分割の単位とする列を --split-by で指定してください"


def class_of_one_group(name: str, by: str) -> str:
    return (
        f"クラス{quoted(name)}は1つの{quoted(by)}にしかなく、訓練データに入れました。"
        "ほかでも見分けられるかは分かりません。"
    )
