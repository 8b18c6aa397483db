"""The page of a reproduction."""

from typing import Literal

Verdict = Literal["holds", "fails", "open", "unjudged", "unmeasured"]
VERDICTS = {
    "holds": "成立",
    "fails": "不成立",
    "open": "判定保留",
    "unjudged": "判定なし（quick）",
    "unmeasured": "未測定",
}
HEADINGS = {
    "quick": "動作確認用の実行（quick）。数値に意味はありません",
    "about": "何を調べるか",
    "claims": "期待値と測定値",
    "claim": "主張",
    "expected": "期待値",
    "measured": "測定値",
    "verdict": "判定",
    "expected_before": "期待値",
    "measured_before": "測定値",
    "verdict_before": "判定",
    "earlier_before": "前回の検証",
    "this_before": "今回の検証",
    "beside": "前回の検証との比較",
    "earlier": "前回の検証",
    "this": "今回の検証",
    "guessed": "推測で補った点",
    "run": "実行方法",
    "machine": "マシンとバージョン",
}


def heading(name: str) -> str:
    """Of a section or a column; NAME_before: of a column, beside its value on a narrow screen."""
    return HEADINGS.get(name, name)


def title(paper: str) -> str:
    return f"{paper}: recurraによる再現実験"


def headline(holds: int, fails: int, undecided: int, unjudged: int, unmeasured: int) -> str:
    rest = f"（ほかに未測定{unmeasured}件）" if unmeasured else ""
    if unjudged:
        return f"動作確認用の実行のため、主張{unjudged}件を試しただけで判定はしません{rest}"
    whole = holds + fails + undecided
    return f"主張{whole}件のうち、成立{holds}件、不成立{fails}件、判定保留{undecided}件{rest}"


def lead(cite: str, trainings: int, diverged: int, spent: str, judged: bool) -> str:
    some = f"（うち{diverged:,}回は発散）" if diverged else ""
    rule = (
        "信頼区間の全体が期待値の範囲に入る主張を成立、全体が範囲の外にある主張を不成立とします。"
    )
    if not judged:
        rule = "判定するには、--quick を付けずに実行してください。"
    return f"{cite}。学習{trainings:,}回{some}、所要時間{spent}。{rule}"


def caption() -> str:
    return (
        "スキルは0が当てずっぽう、1が全問正解です。主張の下に、何で測ったかと期待値の出典を示します。"
        "出典が記憶による場合は、その確からしさを0から1で示します。"
    )


def source(where: str) -> str:
    return f"出典: {where}"


def name() -> str:
    return "名前:"


def not_measured(claims: int) -> str:
    return f"未測定の主張{claims}件"


def reason(claim: str, why: str, key: str) -> str:
    return f"{claim}（{key}）。未測定の理由: {why}。"


def conditions(look: str) -> str:
    return f"{look}。"


def caption_beside() -> str:
    return "両方の検証で測定した主張。"


def not_independent() -> str:
    return "両方の検証は同じデータの例を使っているため、互いに独立ではありません。"


def both_looks(earlier: str, now: str) -> str:
    return f"前回の検証: {earlier}。今回の検証: {now}。"


def verdict(name: Verdict) -> str:
    return VERDICTS[name]


def expected(quantity: str, bounds: str) -> str:
    """Of claims that are older than their quantity there is none."""
    return f"{quantity} {bounds}".strip().replace("-", "−")


def agreement(same: int, both: int, judged: bool) -> str:
    """`judged`: neither look was a quick one."""
    if not both:
        return "前回の検証の主張は、今回1件も測定していません。"
    if not judged:
        return f"2回とも測定した主張は{both}件です。動作確認用の実行のため、判定はしません。"
    return f"2回とも測定した主張{both}件のうち、{same}件で判定が一致しました。"


def too_few_trainings() -> str:
    return "学習の回数が不足"


def without_interval(value: str) -> str:
    return f"{value}（シードが少なく信頼区間なし）"


def with_interval(value: str, percent: int, low: str, high: str) -> str:
    return f"{value}（{percent}%信頼区間 {low}〜{high}）"


def no_record(folder: str) -> str:
    return (
        f"{folder} は再現実験のフォルダではありません（paper.json がありません）。"
        "フォルダを確認してください"
    )


def not_finished(folder: str) -> str:
    return f"{folder} の再現実験は終わっていません。先に同じコマンドで最後まで実行してください"


def damaged(folder: str, why: str) -> str:
    return f"{folder} の記録が壊れています（{why}）。再現実験をやり直してください"
