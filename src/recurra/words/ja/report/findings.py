"""The words around a finding: its number, what it is held against, its verdict; and its page."""

from recurra.words import Text
from recurra.words.ja.phrases import quoted

VERDICTS = {"healthy": "健全", "sick": "要確認", "open": "判定なし"}


def verdict(name: str) -> str:
    return VERDICTS.get(name, name)


def not_measured() -> str:
    return "測定できず"


def number(shown: str, unit: Text) -> str:
    return f"{unit}: {shown}"


def endless(unit: Text) -> str:
    return f"{unit}: 無限大"


def nothing_left(unit: Text) -> str:
    return f"{unit}: 何も残らない"


def between(low: str, high: str) -> str:
    return f"{low}〜{high}で健全"


def at_least(limit: str) -> str:
    return f"{limit}以上で健全"


def at_most(limit: str) -> str:
    return f"{limit}以下で健全"


def bracketed(said: Text) -> str:
    return f"（{said}）"


def against(number: str, held: str) -> str:
    return f"{number}{held}"


def line(verdict: str, number: str) -> str:
    return f"［{verdict}］{number}"


def conditions(said: Text) -> str:
    return f"{said}。"


def nothing_stands_out(healthy: int, total: int) -> str:
    return f"診断した{total}項目のうち、健全は{healthy}項目で、要確認の項目はありません。"


def look_at(healthy: int, total: int, questions: tuple[Text, ...]) -> str:
    asked = "".join(map(quoted, questions))
    counts = f"健全は{healthy}項目、要確認は{len(questions)}項目です"
    return f"診断した{total}項目のうち、{counts}。{asked}を確認してください。"


def what_to_do() -> str:
    return "対処:"


def how_to_read() -> str:
    return "読み方:"


def legend() -> str:
    return "凡例"


def figures(number: int) -> str:
    return "図" if number == 1 else f"図（{number}点）"


def examined(model: str, data: str | None) -> str:
    return f"モデル {model}、データ {data}" if data else model


def page_title(title: str) -> str:
    return f"過去を覚えているか: {title} - recurra"


def over() -> str:
    return "診断"


def headline() -> str:
    return "過去を覚えているか"


def drawn() -> str:
    return (
        "findings.jsonl からrecurraが作成しました。"
        "このページの表示にネットワーク接続やスクリプトは不要です。"
    )


def cannot_write(folder: str, why: str) -> str:
    return f"{folder} に書き込めません（{why}）。書き込めるフォルダを指定してください"
