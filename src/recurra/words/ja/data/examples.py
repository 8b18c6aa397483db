"""A table as examples."""

from typing import Literal

from recurra.words.ja.phrases import quoted, several

COUNTS = {
    "majority": "最も多いもの",
    "any": "含まれるうち最もまれなもの",
    "last": "最後のもの",
    "only": "全行に共通のもの",
}


def no_inputs() -> str:
    return "入力として使える列がありません"


def no_group(names: tuple[str, ...]) -> str:
    return f"{several(names)}が指定されていますが、どの行がひとまとまりか分かりません"


def give_group(names: tuple[str, ...]) -> str:
    return (
        "各行がどの機器・人・記録のものかを示す列を --group で指定してください"
        f"（{several(names)}など）"
    )


def no_answers(names: tuple[str, ...]) -> str:
    return f"{several(names)}の値がある例が1件もありません"


def two_units(group: str, names: tuple[str, ...], by: str) -> str:
    return (
        f"グループ{quoted(group)}は1件ですが、{quoted(by)}の値が2つ（{several(names)}）あり、"
        "2つの区分にまたがってしまいます"
    )


def two_labels(group: str, by: str, names: tuple[str, ...], count: int) -> str:
    more = f"ほか{count - 1:,}個" if count > 1 else ""
    return (
        f"{quoted(by)}のグループ{quoted(group)}{more}に複数のラベル（{several(names)}）があります"
    )


def which_label() -> str:
    return (
        "採用するラベルを --label-by（majority、last、any）で選ぶか、窓（--window）または行"
        "（--each step）を1件としてください"
    )


def few_in_test(by: str, count: int) -> str:
    return (
        f"テストデータに含まれる{quoted(by)}は{count:,}個だけです。"
        "個体による結果の違いはほとんど分かりません。"
    )


def lost(count: int, names: tuple[str, ...]) -> str:
    more = "など" if count > len(names) else ""
    return f"答えのないグループ{count:,}個を除きました: {several(names)}{more}。"


def unanswered(count: int, names: tuple[str, ...]) -> str:
    return f"{several(names)}の値がない{count:,}件を除きました。"


def short(count: int, rows: int) -> str:
    return f"{count:,}個の記録は窓（{rows:,}行）より短く、それぞれ短い窓1つとして扱います。"


def odd(what: str) -> str:
    return f"要確認: {what}"


def task(
    each: Literal["group", "step", "window"],
    group: str,
    names: tuple[str, ...],
    classes: bool,
    groups: int,
    count: int,
    window: int,
    stride: int,
    by: str,
    least: int,
    most: int,
) -> str:
    rows = f"{most:,}" if least == most else f"{least:,}〜{most:,}"
    what = several(names)
    if each == "step":
        every = f"{stride:,}行おきに" if stride > 1 else ""
        return (
            f"{quoted(group)}の{groups:,}グループの各行を{every}1件とし、同じグループの過去"
            f"{window - 1:,}行までを参照して、その行の{what}を答えます（{count:,}件）。"
        )
    counts = f"（{COUNTS[by]}）" if classes and by in COUNTS else "" if classes else "（最後の値）"
    if each == "window":
        return (
            f"{quoted(group)}の{groups:,}個の記録から{rows}行の窓を{stride:,}行ごとに切り出し、"
            f"窓の{what}{counts}を答えます（{count:,}件）。"
        )
    ends = "、末尾のみ" if window else ""
    return (
        f"{quoted(group)}の{groups:,}グループをそれぞれ1件（{rows}行{ends}）とし、"
        f"その{what}{counts}を答えます。"
    )


def clock(names: tuple[str, ...]) -> str:
    return f"{several(names)}は各グループの行番号に当たるため、時刻とみなし、入力には使いません。"
