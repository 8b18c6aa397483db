"""What was decided and what was not; numbers come as they are to be shown."""

from typing import Literal

from recurra.words.ja.phrases import listed
from recurra.words.ja.report.conditions import naive as as_naive

Light = Literal["green", "amber", "quick"]
Kind = Literal["network", "baseline", "naive"]
Doubt = Literal["gain", "network", "naive", "better", "seed", "leak"]


def headline(light: Light, name: str, kind: Kind) -> str:
    what = f"{name}（単純なベースライン）" if kind == "baseline" else name
    if light == "quick":
        return f"簡易実行のため判定なし（現時点の首位は{name}）"
    if light == "amber":
        return f"判定は保留、当面は{what}を使用"
    return f"{what}を推奨"


def headline_none() -> str:
    return "推奨できるモデルなし"


def none(sentences: tuple[str, str]) -> str:
    return "。".join(sentences)


def nothing() -> str:
    return "スコアの得られた学習もベースラインもありませんでした。"


def choice(light: Light, name: str, kind: Kind, why: str, tested: str) -> str:
    return f"{headline(light, name, kind)}。{why}{tested}"


def lead(why: str, tested: str) -> str:
    return f"{why}{tested}"


def why_only() -> str:
    return "結果が得られたのはこのモデルだけです。"


def why_best(number: int, score: str, value: str, seeds: int | None) -> str:
    if number == 1:
        return f"スコアが得られたのはこのモデルだけです（検証データの{score}は{value}）。"
    return (
        f"選択に用いる検証データでの{score}が、{number}個のモデルの中で最も優れています"
        f"（{value}{_mean(seeds)}）。"
    )


def why_cheaper(
    score: str,
    value: str,
    seeds: int | None,
    best: str,
    best_value: str,
    behind: str,
    unseen: bool,
    margin: str,
    answers: tuple[str, str] | None,
    parameters: tuple[str, str] | None,
) -> str:
    near = "この件数では区別できません" if unseen else f"許容幅{margin}以内です"
    mean = _mean(seeds)
    cost = ""
    if answers is not None:
        cost = f"（1回の推論に{answers[0]}、{best}は{answers[1]}）"
    elif parameters is not None:
        cost = f"（パラメータ数{parameters[0]}、{best}は{parameters[1]}）"
    return (
        f"検証データでの{score}は{value}{f'（{mean[1:]}）' if mean else ''}です。最良の{best}"
        f"（{best_value}）との差は{behind}で、{near}。同等とみなせるモデルの中では"
        f"最も低コストです{cost}。"
    )


def tested(
    score: str,
    value: str,
    level: str | None,
    ends: str | None,
    naive: str,
    beside: str | None,
    missed: tuple[tuple[str, str, str | None], ...],
) -> str:
    """`missed`: of each target by how much on average, and the naive answer, in its own units."""
    interval = f"（{level}信頼区間 {ends}）" if level is not None else "（信頼区間なし）"
    more = f"、{as_naive(naive)}では{beside}です" if beside is not None else "です"
    return f"選択に使っていないテストデータでの{score}は{value}{interval}{more}。" + _misses(
        missed, naive
    )


def _misses(missed: tuple[tuple[str, str, str | None], ...], naive: str) -> str:
    """In the units of the columns."""
    if not missed:
        return ""
    said = [
        f"{target}で{own}{f'（{as_naive(naive)}では{other}）' if other is not None else ''}"
        for target, own, other in missed
    ]
    return f"誤差は平均して{listed(said)}です。"


def tested_not() -> str:
    return "テストデータでは評価していません。"


def worth_no_network() -> str:
    return "スコアの得られた再帰型ニューラルネットワークがないため、判断できません。"


def worth_no_baseline() -> str:
    return "スコアの得られたベースラインがないため、判断できません。"


def worth(
    answer: Literal["yes", "no", "undecided"],
    light: Light,
    for_less: bool,
    network: str,
    baseline: str,
    taken: str,
    score: str,
    difference: str | None,
    lower: bool,
    level: str | None,
    ends: str | None,
) -> str:
    """`difference`, `ends`: above zero where the network is better; `lower`: is a better score."""
    found = f"テストデータでの{score}の差 {difference}"
    if difference is None:
        found = "差は得られていません"
    if level is not None:
        found += f"、{level}信頼区間 {ends}"
    if difference is not None:
        found += f"、正は{network}の{score}が{'低く' if lower else '高く'}優位"
    if answer == "yes" and for_less:
        return (
            f"はい。{network}は最良のベースラインである{baseline}と同等の結果を、より低い"
            f"コストで出しています（{found}）。"
        )
    if answer == "yes":
        return f"はい。{network}は最良のベースラインである{baseline}より優れています（{found}）。"
    if answer == "no":
        return (
            f"いいえ。{taken}がより低いコストで同等の結果を出しており、最良のネットワークである"
            f"{network}が許容幅を超えて優れているとは言えません（{found}）。"
        )
    if light == "quick":
        return "簡易実行では学習が短く回数も少ないため、判断できません。"
    return (
        f"まだ判断できません。{network}を最良のベースラインである{baseline}と比べた結果だけでは、"
        f"使う価値があるかを決められません（{found}）。"
    )


def quick() -> str:
    return (
        "すべて未定です。シード1個、少ない更新回数で動作を見るための実行であり、"
        "比較ではありません。"
    )


def open(names: tuple[str, ...], taken: str, examples: int, visible: str, twice: str) -> str:
    return (
        f"検証データ{examples:,}件で検出できるのは{visible}以上の差だけです。{listed(names)}は"
        f"{taken}より許容幅の2倍（{twice}）を超えて優れている可能性があります。"
    )


def improving(name: str, gained: str | None, updates: int) -> str:
    by = f"（後半の学習で{gained}改善）" if gained is not None else ""
    return (
        f"{name}は{updates:,}回の更新で学習を終えた時点でもまだ改善が続いていたため{by}、"
        "本来の性能は分かりません。"
    )


def not_begun(names: tuple[str, ...]) -> str:
    return (
        f"{listed(names)}はまだ学習が始まっておらず、入力を使わない予測を上回っていません。"
        "学習を続ければ変わる可能性も、学習できる関係がそもそもない可能性もあります。"
    )


def doubt(
    doubt: Doubt,
    taken: str,
    network: str,
    baseline: str,
    naive: str,
    ends: str | None,
    level: str,
    better: tuple[str, ...],
) -> str:
    within = f"（差の{level}信頼区間 {ends}、正は{network}が優位）" if ends is not None else ""
    return {
        "gain": f"{network}が{baseline}より優れていることは、テストデータでは"
        f"確認できません{within}。",
        "network": f"テストデータでは{network}が{taken}を上回りました{within}。",
        "naive": f"{taken}が{as_naive(naive)}より優れていることは、テストデータでは示せません。",
        "better": f"テストデータでは{listed(better)}が{taken}を上回りましたが、選択は検証データに"
        "よります。テストデータで選ぶと、テストの意味がなくなるためです。",
        "seed": "シードが1個では信頼区間が得られず、差が偶然かどうか判断できません。",
        "leak": "予測時には分からない情報がデータに含まれています"
        "（「データに答えが漏れていないか」を参照）。"
        "スコアは信頼できません。",
    }[doubt]


def tied(names: tuple[str, ...]) -> str:
    if not names:
        return "何が足りないかは、この記録からは分かりません。"
    return f"テストデータでは{listed(names)}との差を区別できません。"


def next(
    light: Light,
    name: str,
    kind: Kind,
    leak: bool,
    updates: int | None,
    training: bool,
    examples: int | None,
    seeds: int | None,
    spread: bool,
) -> str:
    """`updates` of a training, `examples` of the validation part or `seeds` that would decide;
    `spread`: trainings differ too much from seed to seed for either."""
    if light == "quick":
        return "--quick を付けずに実行し直してください。"
    if leak:
        return "データまたはオプションを直し、比較をやり直してください。"
    steps: list[tuple[str, str, str]] = []  # one of several, the only one, and how much of it
    if training:
        long = f"（1回の学習あたり更新約{updates:,}回）" if updates is not None else ""
        steps.append(("--more で時間を延ばす", "--more で時間を延ばしてください", long))
    elif spread:
        why = "（シードによる学習結果の差が大きく、データやシードを増やすだけでは判定できません）"
        steps.append(("--more で時間を延ばす", "--more で時間を延ばしてください", why))
    if examples is not None:
        also = f"、--seeds {seeds} " if seeds is not None else ""
        enough = f"（検証データ約{examples:,}件{also}で判定できる見込み）"
        steps.append(("データを増やす", "データを増やしてください", enough))
    elif seeds is not None and light == "amber":
        again = f"--seeds {seeds} で"
        steps.append((f"{again}繰り返す", f"{again}やり直してください", ""))
    if light == "green":
        return f"best/ に保存された{name}を recurra predict で使えます。"
    meanwhile = f"それまでは best/ に保存された{name}を使ってください。"
    if not steps:
        return f"同種のデータを増やせば判定できる可能性があります。{meanwhile}"
    if len(steps) == 1:
        _, only, more = steps[0]
        return f"{only}{more}。{meanwhile}"
    several = listed(one + more for one, _, more in steps)
    return f"次のいずれかを行ってください: {several}。{meanwhile}"


def _mean(seeds: int | None) -> str:
    """How a validation score came about; None: of a baseline, which is fitted once."""
    if seeds is None:
        return ""
    return "、シード1個" if seeds == 1 else f"、シード{seeds}個の平均"
