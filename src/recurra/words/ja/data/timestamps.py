"""Time stamps."""

from typing import Literal

from recurra.words.ja.phrases import quoted

UNITS = {
    "s": "1970年からの秒数",
    "ms": "1970年からのミリ秒数",
    "us": "1970年からのマイクロ秒数",
    "ns": "1970年からのナノ秒数",
    "excel": "Excelの日付の通し番号",
}
ORDERS = {"day/month": "日/月/年", "month/day": "月/日/年"}


def none(count: int) -> str:
    return f"日時がありません{_more(count)}"


def unreadable(value: str, count: int) -> str:
    return f"日時として読めません: {quoted(value)}{_more(count)}"


def how_to_write() -> str:
    return "日時は 2024-01-31 13:45 のように書いてください"


def zones(names: tuple[str, ...]) -> str:
    return f"タイムゾーン付きの日時（{'、'.join(names)}）をUTCに直しました。"


def local(names: tuple[str, ...]) -> str:
    return f"タイムゾーン付きの日時（{'、'.join(names)}）です。現地時刻のまま扱います。"


def counted(unit: Literal["s", "ms", "us", "ns", "excel"]) -> str:
    return f"日時は{UNITS[unit]}です。"


def century(first: int, last: int) -> str:
    span = f"{first}年" if first == last else f"{first}〜{last}年"
    return f"2桁の年を{span}として読みました。"


def quarters(value: str) -> str:
    return f"{quoted(value)}などは、1〜4しか現れないため四半期として読みました。"


def contradiction(value: str, other: str, line: int) -> str:
    return f"{quoted(value)}は{line}行目の{quoted(other)}と日と月の順序が食い違っています"


def order(name: str, order: Literal["day/month", "month/day"], value: str | None) -> str:
    told = (
        "値からは決まらず、この順のほうが時間間隔がそろうため"
        if value is None
        else f"値{quoted(value)}から判断"
    )
    return f"{quoted(name)}の日付を{ORDERS[order]}の順に読みました（{told}）。"


def _more(count: int) -> str:
    return f"（同様の行が{count}行）" if count > 1 else ""
