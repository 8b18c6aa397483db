"""Tables as files."""

from typing import Literal

from recurra.words.ja.phrases import either, quoted

SEPARATORS = {",": "コンマ", ";": "セミコロン", "\t": "タブ", "|": "縦棒"}


def no_column(name: str) -> str:
    return f"列{quoted(name)}がありません"


def columns(near: tuple[str, ...], names: tuple[str, ...]) -> str:
    hint = f"もしかして{either(near)}ですか。" if near else ""
    return f"{hint}使える列: {', '.join(names)}"


def no_names() -> str:
    return "列名の行がないため、列を1、2、3…と呼びます。"


def all_missing() -> str:
    return "値がすべて欠損しています"


def no_rows() -> str:
    return "列名だけで、データの行がありません"


def empty_rows(count: int) -> str:
    return f"値が1つもない{count}行を除きました。"


def ragged(found: int, width: int) -> str:
    return f"表は{width}列ですが、この行の値は{found}個です"


def which_separator(separator: Literal[",", ";", "\t", "|"]) -> str:
    return f"列の区切りが{SEPARATORS[separator]}の表かどうか確かめてください"


def unreadable(reason: str) -> str:
    return f"表として読めません（{reason}）"


def same_name(first: int, second: int) -> str:
    return f"{first}列目と{second}列目の名前が同じです"


def two_same_names() -> str:
    return "同じ名前の列が2つあります"


def no_text() -> str:
    return "テキストファイルではありません"


def csv_or_parquet() -> str:
    return "表はCSV、Excel、Parquet、Arrow、JSON Linesのいずれかのファイルで指定してください"


def no_table(start: str) -> str:
    return f"表ではありません。{quoted(start)}で始まっています"


def no_parquet(reason: str) -> str:
    return f"Parquetファイルとして読めません（{reason}）"


def no_arrow(reason: str) -> str:
    return f"Arrowファイルとして読めません（{reason}）"


def no_columns() -> str:
    return "数値・文字列・日時の列がありません"


def left_out(name: str, kind: str) -> str:
    return f"列{quoted(name)}（{kind}）は除きました。"


def index(name: str) -> str:
    return f"列{quoted(name)}は pandas の行番号のため、使いません。"


def too_much_text() -> str:
    return "文字列が2 GBを超える列があります。その列を除くか、数値に置き換えて保存してください"
