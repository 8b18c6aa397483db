"""Several files as one table."""

from collections.abc import Sequence

from recurra.words.ja.phrases import several


def none() -> str:
    return "表（.csv、.parquet、.xlsxなど）がありません"


def joined(count: int, names: Sequence[str], timed: bool) -> str:
    order = "時刻" if timed else "名前"
    return f"{count}個のファイルを{order}の順につないで1つの表とします（{'〜'.join(names)}）。"


def other_columns(file: str, lacking: Sequence[str], more: Sequence[str]) -> str:
    said = [f"ない列: {several(lacking)}"] if lacking else []
    said += [f"余分な列: {several(more)}"] if more else []
    return f"列が{file}と異なります（{'、'.join(said)}）"


def recordings() -> str:
    return (
        "1ファイルを1件とする場合は、--labels か --label-pattern でラベルの場所を指定してください"
    )


def other_type() -> str:
    return "一部のファイルだけが時刻の列です"
