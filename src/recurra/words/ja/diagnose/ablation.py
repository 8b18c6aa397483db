"""Which gate can be dropped?"""

import math

from recurra.words import Text, Words
from recurra.words.ja.phrases import listed
from recurra.words.numbers import UNSAID_LEVEL, per_cent


def question() -> str:
    return "省略できるゲートはどれか"


def unit(score: Text) -> str:
    return f"最も影響の小さいゲートを固定したときの{score}の悪化（相対値）"


def no_gate() -> str:
    return "このセルにはゲートがありません。"


def loss(gate: Text, value: float, low: float, high: float) -> str:
    spread = f"（{100 * low:.2g}〜{100 * high:.2g}%）" if math.isfinite(low + high) else ""
    return f"{gate}では{100 * value:.2g}%{spread}"


def losses(each: tuple[Words, ...]) -> str:
    return f"各ゲートを平均値に固定したときのスコアの悪化は、次のとおりです。{listed(each)}。"


def free(gates: tuple[Text, ...], most: float, trees: bool) -> str:
    cell = "自作のセル" if trees else "セル（lstm3、lstm4a、lstm6、scrn）"
    return (
        f"{listed(gates)}の動きの寄与は、{most:.0%}未満であることが示されました。"
        f"そこを定数にした{cell}、またはそのゲートのないセルと比較してください。"
    )


def conditions(draws: int, level: float = UNSAID_LEVEL) -> str:
    return (
        f"{per_cent(f'{100 * level:g}')}信頼区間は例を単位とする対応ありブートストラップ"
        f"（{draws:,}回）、ゲートは1つずつ固定"
    )


def title() -> str:
    return "各ゲートの寄与"


def gate() -> str:
    return "ゲート"


def lost(score: Text) -> str:
    return f"{score}の悪化（相対値、%）"


def replaced() -> str:
    return "平均値に固定"


def reading() -> str:
    return (
        "ゲートを動かさず平均値に固定したとき、"
        "スコアがどれだけ悪化するかを示します。"
        "棒が破線より低いゲートは、定数に置き換えても性能がほぼ変わりません。"
    )
