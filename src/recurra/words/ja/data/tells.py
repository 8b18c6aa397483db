"""Columns that tell the answer."""

from recurra.words.ja.phrases import quoted


def name(column: str) -> str:
    return f"列{quoted(column)}はグループごとに値が異なり、グループを示す名前に当たるため除きます。"


def answer(column: str, answer: str) -> str:
    return f"列{quoted(column)}は{quoted(answer)}の言い換えに当たるため除きます。"


def near(column: str, answer: str, classes: bool) -> str:
    if classes:
        return f"{quoted(column)}の値が同じなら{quoted(answer)}も必ず同じです。"
    return f"{quoted(column)}は{quoted(answer)}とほぼ連動しています（相関0.99超）。"
