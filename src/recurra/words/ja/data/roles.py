"""Which column of a table is what."""

from typing import Literal

from recurra.words.ja.phrases import quoted, several

STYLES = {
    "comma": "小数点がコンマ",
    "thousands": "3桁ごとにコンマ",
    "dots": "3桁ごとにピリオド（1.234は千以上）",
    "plain_dots": "ピリオドが小数点（1.234は1と少し）",
    "plain_commas": "コンマが小数点（1,234は1と少し）",
    "thousands_guessed": "3桁ごとにコンマ（1,234は千以上）",
    "grouped": "3桁ごとに空白またはアポストロフィ",
    "percent": "パーセント記号付き（12%は12）",
    "currency": "通貨記号付き",
    "negative": "括弧や△などが負の数",
    "wide": "全角数字",
}
Style = Literal[
    "comma",
    "thousands",
    "dots",
    "plain_dots",
    "plain_commas",
    "thousands_guessed",
    "grouped",
    "percent",
    "currency",
    "negative",
    "wide",
]
USES = {"target": "予測対象", "time": "日時", "known": "将来の値が既知の列", "group": "グループ"}


def repeat_time(names: tuple[str, ...]) -> str:
    return f"{_named(names)}は日時の繰り返しなので除きました。"


def given_twice(
    name: str,
    first: Literal["target", "time", "known", "group"],
    second: Literal["target", "time", "known", "group"],
) -> str:
    return (
        f"列{quoted(name)}が{USES[first]}と{USES[second]}の両方に指定されています。"
        "どちらか一方にしてください"
    )


def style(names: tuple[str, ...], style: Style) -> str:
    return f"{_named(names)}の数値は{STYLES[style]}の表記として読みました。"


def no_values(names: tuple[str, ...]) -> str:
    return f"{_named(names)}には値がないので除きました。"


def count_rows(names: tuple[str, ...]) -> str:
    return f"{_named(names)}は行の番号にすぎないので除きました。"


def free_text(names: tuple[str, ...]) -> str:
    return f"{_named(names)}は自由記述の文字列なので除きました。"


def copy(name: str, original: str) -> str:
    return f"列{quoted(name)}はすべての行で{quoted(original)}と同じなので除きました。"


def nothing_to_forecast() -> str:
    return "予測できる数値の列がありません"


def which_target() -> str:
    return "どの列を予測するかが指定されていません"


def give_target(names: tuple[str, ...]) -> str:
    return f"--target に次の列から1つ以上を指定してください: {', '.join(names)}"


def all_missing() -> str:
    return "値がすべて欠損しています"


def never_changes() -> str:
    return "予測対象の値が変化していません"


def only_column(name: str) -> str:
    return f"唯一の数値の列{quoted(name)}を予測します。"


def no_time() -> str:
    return "日時の列がないため、行はファイルの順に等間隔で並んでいるとみなします。"


def time(names: tuple[str, ...]) -> str:
    return f"日時を列{several(names)}から読みました。"


def _named(names: tuple[str, ...]) -> str:
    more = f"ほか{len(names) - 6}列" if len(names) > 6 else ""
    return f"列{several(names[:6])}{more}"
