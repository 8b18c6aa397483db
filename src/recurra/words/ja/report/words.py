"""The verdict in sentences: which model, its cost, how sure, worth it, what is cheaper.

Numbers come as they are to be shown.
"""

from typing import Literal

from recurra.words.ja.phrases import listed
from recurra.words.ja.report.conditions import naive, seeds

QUESTIONS = {
    "choice": "どのモデルを選ぶべきか",
    "cost": "コストはどれほどか",
    "sure": "どの程度確かか",
    "worth": "再帰型ニューラルネットワークを使う価値はあるか",
    "cheaper": "性能を落とさずに済む、より軽いセルはあるか",
    "note": "注意",
}
LEADS = {
    "tie": "優劣がつきません。",
    "undecided": "判断できません。",
    "unsettled": "一部の相手とは差が確認できません。",
    "unclear": "明確ではありません。",
}


def question(about: Literal["choice", "cost", "sure", "worth", "cheaper", "note"]) -> str:
    return QUESTIONS[about]


def question_naive(name: str) -> str:
    return f"{naive(name)}に勝るモデルはあるか"


def headline(name: str, baseline: bool) -> str:
    return f"推奨: {name}（単純なベースライン）" if baseline else f"推奨: {name}"


def headline_none() -> str:
    return "推奨できるモデルなし"


def headline_naive(name: str) -> str:
    return f"{naive(name)}に勝るモデルなし"


def choice(name: str, baseline: bool, why: str, tested: str) -> str:
    kind = "再帰型ニューラルネットワークではなく、単純なベースラインの" if baseline else ""
    return f"{kind}{name}を推奨します。{why}{tested}"


def choice_none() -> str:
    return "推奨できるモデルがありません。学習でもベースラインでもスコアが得られませんでした。"


def lead(why: str, tested: str) -> str:
    """Why that one, to stand below the headline."""
    return f"{why}{tested}"


def lead_none() -> str:
    return "学習でもベースラインでもスコアが得られませんでした。"


def why_only() -> str:
    return "結果が得られた唯一のモデルです。"


def why_only_scored(score: str, value: str, seeds: int | None) -> str:
    return f"スコアが得られた唯一のモデルです（検証データの{score} {value}{_mean(seeds)}）。"


def why_best(number: int, score: str, value: str, seeds: int | None) -> str:
    return (
        f"比較した{number:,}個のアーキテクチャのうち、選択に用いる検証データの{score}が"
        f"最良です（{value}{_mean(seeds)}）。"
    )


def why_within(
    score: str, value: str, seeds: int | None, margin: str, best: str, best_value: str
) -> str:
    return (
        f"検証データの{score}は{value}{_mean(seeds, '（', '）')}で、最良の{best}（{best_value}）"
        f"との差が許容幅{margin}に収まります。この差のために、より複雑なモデルを選ぶ理由は"
        "ありません。"
    )


def tested(score: str, value: str, level: str, ends: str) -> str:
    return f"選択に用いていないテストデータでの{score}は{value}です（{level} 信頼区間 {ends}）。"


def tested_not() -> str:
    return "テストデータでは評価されていません。"


def tested_alone(score: str, value: str, one_seed: bool) -> str:
    reason = "シードが1個のため信頼区間なし" if one_seed else "信頼区間なし"
    return f"テストデータでの{score}は{value}です（{reason}）。"


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
) -> str:
    """`tail`: 99 of 100 steps (or sequences, where no step was timed) take no longer."""
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
    return f"{name}は、{listed(parts)}を要します（{threads:,}スレッド、{machine}{times}）。"


def sure_clear(others: int, level: str, seeds: int, compared: int) -> str:
    who = "他の1個" if others == 1 else f"他の{others:,}個すべて"
    return (
        f"明確です。テストデータでは、{who}のスコアが劣ります（{_basis(level, seeds, compared)}）。"
    )


def sure(
    lead: Literal["tie", "undecided", "unsettled", "unclear"],
    equal: tuple[str, ...],
    worse: int,
    others: int,
    unknown: tuple[str, ...],
    level: str,
    seeds: int,
    compared: int,
) -> str:
    clauses = [f"{listed(equal)}との差は確認できません"] if equal else []
    if worse:
        clauses.append(f"他の{others:,}個のうち{worse:,}個はテストデータでのスコアが劣ります")
    if unknown:
        clauses.append(f"{listed(unknown)}については信頼区間がありません")
    return f"{LEADS[lead]}{'。'.join(clauses)}（{_basis(level, seeds, compared)}）。"


def sure_better(names: tuple[str, ...]) -> str:
    return (
        f"テストデータでは{listed(names)}のほうが優れていましたが、選択は検証データによるものの"
        "ままとします。選択に用いたテストデータは、もはやテストになりません。"
    )


def few_seeds(number: int, enough: int) -> str:
    return (
        f"{seeds(number)}だけでは小さな差を判断できません。"
        f"--seeds {enough} とすると信頼区間が狭くなります。"
    )


def one_seed(enough: int) -> str:
    return (
        "不明です。シードが1個では信頼区間が得られず、差が偶然によるものかどうか分かりません。"
        f"--seeds {enough} で比較し直してください。"
    )


def no_intervals() -> str:
    return "不明です。他のアーキテクチャとの差の信頼区間がありません。"


def naive_none(name: str, level: str, compared: int) -> str:
    return (
        f"{naive(name)}に勝るとは、どのネットワークもベースラインも示せていません"
        f"（{_naive_basis(level, compared)}）。"
    )


def naive_beaten(names: tuple[str, ...], name: str, others: int, level: str, compared: int) -> str:
    """`others`: how many are not shown to beat it."""
    more = f"残りの{others:,}個は、差が確認できないか劣っています" if others else ""
    better = f"{listed(names)}は{naive(name)}より優れています"
    said = "。".join(part for part in (better, more) if part)
    return f"{said}（{_naive_basis(level, compared)}）。"


def worth_no_network() -> str:
    return "スコアの得られた再帰型ニューラルネットワークがないため、この比較からは判断できません。"


def worth_no_baseline() -> str:
    return (
        "スコアの得られた単純なベースラインがないため、ネットワークを使う価値があるかどうかは、"
        "この比較からは判断できません。"
    )


def worth_unknown(
    network: str, baseline: str, difference: str | None, score: str, one_seed: bool
) -> str:
    pair = f"最良のネットワーク（{network}）と最良の単純なベースライン（{baseline}）"
    why = "シードが1個のため信頼区間がなく" if one_seed else "信頼区間がなく"
    if difference is None:
        return f"判断できません。{pair}の差については{why}、偶然によるものかもしれません。"
    return (
        f"判断できません。{pair}の差は、テストデータの{score}で{difference}ですが、{why}、"
        "偶然によるものかもしれません。"
    )


def worth_yes(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, preferred: bool
) -> str:
    """`preferred`: the validation part chose the baseline all the same."""
    more = "ただし、選択に用いる検証データではベースラインのほうが優れていました。"
    return (
        f"価値があります。{_pair(network, baseline, '優れています', by, score, level, ends)}。"
        f"{more if preferred else ''}"
    )


def worth_worse(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, decided: bool
) -> str:
    lead = "価値はありません。" if decided else "判断できません。"
    return f"{lead}{_pair(network, baseline, '劣っています', by, score, level, ends)}。"


def worth_not_paid(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, decided: bool
) -> str:
    lead = "価値はありません。" if decided else "判断できません。"
    return (
        f"{lead}判断の基準とする検証データでは、ネットワークを使う利点がありません。ただし"
        f"{_pair(network, baseline, '優れています', by, score, level, ends)}。"
    )


def worth_open(
    network: str,
    baseline: str,
    difference: str,
    score: str,
    level: str,
    ends: str,
    decided: bool,
    few: bool,
) -> str:
    """`decided`: it is sure not to be worth it; `few`: more seeds may decide it."""
    found = f"（テストデータの{score}の差 {difference}、{level} 信頼区間 {ends}は0を含む）"
    who, whom = f"最良のネットワーク（{network}）", f"最良の単純なベースライン（{baseline}）"
    if decided:
        return f"価値はありません。{who}が{whom}に勝るとは示せません{found}。"
    more = "シードを増やせば判断できるかもしれません。" if few else ""
    return f"判断できません。{who}と{whom}の差は確認できません{found}。{more}"


def cheaper_single() -> str:
    return "スコアの得られた再帰型のセルが1個だけのため、比較の相手がありません。"


def cheaper_no_interval(margin: str) -> str:
    return f"損失が許容幅{margin}に収まるかどうかの判断には信頼区間が必要ですが、得られていません。"


def cheaper_none(level: str, margin: str) -> str:
    return (
        "性能を落とさないと示せる、より軽いセルはありません。"
        f"性能低下の{level} 信頼区間全体が許容幅{margin}を下回るものがありません。"
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
    less = [f"パラメータ数は{parameters[1]}に対して{parameters[0]}"] if parameters else []
    less += [f"1ステップの時間は{step[1]}に対して{step[0]}"] if step else []
    saving = f"（{'、'.join(less)}）" if less else ""
    loss = (
        ""
        if ends is None
        else (
            f"{recommended}に対する{score}の相対的な低下は{ends}（{level} 信頼区間、負は改善）で、"
            f"許容幅{margin}を下回ります。"
        )
    )
    rest = f"{listed(more)}についても同様です。" if more else ""
    return f"{name}は、性能を落とさずにコストを下げられます{saving}。{loss}{rest}"


def _mean(seeds: int | None, before: str = "、", behind: str = "") -> str:
    """How a validation score came about; None: of a baseline, which is fitted once."""
    if seeds is None:
        return ""
    how = "シード1個" if seeds == 1 else f"シード{seeds:,}個の平均"
    return f"{before}{how}{behind}"


def _basis(level: str, number: int, compared: int) -> str:
    return f"シード{number:,}個とテストデータに基づく{level} 信頼区間、{compared:,}回の比較で補正"


def _naive_basis(level: str, compared: int) -> str:
    return f"テストデータ、{compared:,}回の比較で補正した{level} 信頼区間"


def _pair(
    network: str, baseline: str, relation: str, by: str, score: str, level: str, ends: str
) -> str:
    return (
        f"テストデータでは、最良のネットワーク（{network}）は最良の単純なベースライン（{baseline}）より"
        f"{relation}（{score}の差 {by}、{level} 信頼区間 {ends}）"
    )
