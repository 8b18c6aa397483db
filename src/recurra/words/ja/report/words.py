"""The verdict in sentences: which model, its cost, how sure, worth it, what is cheaper.

Numbers come as they are to be shown.
"""

from typing import Literal

from recurra.words.ja.phrases import listed
from recurra.words.ja.report.conditions import naive

About = Literal["choice", "cost", "worth", "open", "next", "sure", "cheaper"]
QUESTIONS = {
    "choice": "どのモデルを選ぶべきか",
    "cost": "コストはどれほどか",
    "open": "まだ判定できないことは何か",
    "next": "次に何をすべきか",
    "sure": "テストデータではどうか",
    "worth": "再帰型ニューラルネットワークを使う価値はあるか",
    "cheaper": "性能を落とさずに済む、より軽いセルはあるか",
}

NOTED = {
    "planning.gave_up": "時間の都合で何を省いたか",
    "planning.more_seeds": "余った時間を何に使ったか",
    "comparison.verdict.few_seeds": "シードの数は十分か",
    "comparison.verdict.leak": "データに答えが漏れていないか",
    "comparison.verdict.at_edge": "学習率の範囲は十分に広かったか",
    "comparison.verdict.two_models": "どのモデルが保存されているか",
    "comparison.notes.other_versions": "元の計画と同じバージョンか",
}


def noted(of: str) -> str:
    """What a note is about, by its message."""
    return NOTED.get(of, "注意")


def question(about: About) -> str:
    return QUESTIONS[about]


def question_naive(name: str) -> str:
    return f"{naive(name)}に勝るモデルはあるか"


def cost_unknown(name: str) -> str:
    return f"{name}のコストは測定されていません。"


def cost(
    name: str,
    train: str | None,
    step: str | None,
    sequence: str | None,
    tail: str | None,
    predicting: str | None,
    training: str | None,
    disk: str | None,
    threads: int,
    machine: str,
    repeats: int,
    busy: str | None,
) -> str:
    """`tail`: 99 of 100 steps (or sequences, where no step was timed) take no longer; `busy`: so
    much of the machine did other work meanwhile."""
    parts = [f"学習に{train}"] if train is not None else []
    if step is not None or sequence is not None:
        what, time = ("1ステップ", step) if step is not None else ("1系列", sequence)
        within = f"（100回中99回は{tail}以内）" if tail is not None else ""
        parts.append(f"{what}の推論に{time}{within}")
    if predicting is not None:
        more = f"（学習時は{training}）" if training is not None else ""
        parts.append(f"推論時のメモリに{predicting}{more}")
    elif training is not None:
        parts.append(f"学習時のメモリに{training}")
    if disk is not None:
        parts.append(f"保存に{disk}")
    times = f"、{repeats:,}回の反復" if repeats else ""
    late = ""
    if busy is not None:
        late = (
            f"測定中、他のプログラムがマシンの{busy}を使っていたため、"
            "これらの時間（特に100回中99回の値）は本来より長くなっています。"
        )
    return f"{name}は、{listed(parts)}を要します（{threads:,}スレッド、{machine}{times}）。" + late


def sure_clear(others: int, level: str, seeds: int, compared: int) -> str:
    who = "他の1個のモデルは" if others == 1 else f"他の{others:,}個のモデルは、すべて"
    return f"{who}スコアが劣ります（{_basis(level, seeds, compared)}）。"


def sure(
    equal: tuple[str, ...],
    worse: int,
    better: tuple[str, ...],
    others: int,
    unknown: tuple[str, ...],
    unfinished: tuple[str, ...],
    level: str,
    seeds: int,
    compared: int,
) -> str:
    clauses = [f"{listed(better)}のスコアが上回りました"] if better else []
    if equal:
        clauses.append(f"{listed(equal)}との差は確認できません")
    if worse:
        clauses.append(f"比較した{others:,}個のモデルのうち{worse:,}個はスコアが劣ります")
    if unfinished:
        clauses.append(f"{listed(unfinished)}は学習の途中で終わったため、優劣は分かりません")
    if unknown:
        clauses.append(f"{listed(unknown)}については信頼区間がありません")
    return f"{'。'.join(clauses)}（{_basis(level, seeds, compared)}）。"


def no_intervals(one_seed: bool) -> str:
    if one_seed:
        return "シードが1個では信頼区間が得られず、差が偶然かどうか判断できません。"
    return "他のモデルとの差の信頼区間がありません。"


def naive_none(name: str, level: str, compared: int) -> str:
    return (
        f"{naive(name)}に勝るとは、どのネットワークもベースラインも示せていません"
        f"（{_naive_basis(level, compared)}）。"
    )


def naive_beaten(names: tuple[str, ...], name: str, others: int, level: str, compared: int) -> str:
    """`others`: how many are not shown to beat it."""
    more = f"残りの{others:,}個のモデルは、差が確認できないか劣っています" if others else ""
    better = f"{listed(names)}は{naive(name)}より優れています"
    said = "。".join(part for part in (better, more) if part)
    return f"{said}（{_naive_basis(level, compared)}）。"


def cheaper_single() -> str:
    return "スコアの得られた再帰型のセルが1個だけのため、比較の相手がありません。"


def cheaper_no_interval(margin: str) -> str:
    return f"性能低下が許容幅{margin}に収まるかを判断するための信頼区間が得られていません。"


def cheaper_none(level: str, margin: str) -> str:
    return (
        "より軽いセルで、性能を落とさずに済むと確認できたものはありません"
        f"（性能低下の{level}信頼区間全体が許容幅{margin}を下回るセルがないため）。"
    )


def cheaper(
    name: str,
    more: tuple[str, ...],
    recommended: str,
    parameters: tuple[str, str] | None,
    step: tuple[str, str] | None,
    score: str,
    ends: str | None,
    level: str,
    margin: str,
) -> str:
    """`parameters` and `step`: its own and those of the recommended, where its own are less."""
    less = (
        [f"パラメータ数は{parameters[0]}（{recommended}は{parameters[1]}）"] if parameters else []
    )
    less += [f"1ステップの時間は{step[0]}（{recommended}は{step[1]}）"] if step else []
    saving = f"{'、'.join(less)}です。" if less else ""
    loss = (
        ""
        if ends is None
        else (
            f"{recommended}に対する{score}の相対的な低下は{ends}（{level}信頼区間、負は改善）で、"
            f"許容幅{margin}を下回ります。"
        )
    )
    rest = f"{listed(more)}についても同様です。" if more else ""
    return f"{name}を使えば、性能を落とさずにコストを下げられます。{saving}{loss}{rest}"


def _basis(level: str, number: int, compared: int) -> str:
    over = "シード1個のテストデータ" if number == 1 else f"シード{number:,}個とテストデータ"
    return f"{over}に基づく{level}信頼区間、{compared:,}回の比較による多重性を補正"


def _naive_basis(level: str, compared: int) -> str:
    return f"テストデータに基づく{level}信頼区間、{compared:,}回の比較による多重性を補正"
