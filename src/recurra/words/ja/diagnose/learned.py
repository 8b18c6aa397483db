"""Has it learned anything from its inputs?"""

from recurra.words import Text
from recurra.words.numbers import UNSAID_LEVEL, per_cent


def question() -> str:
    return "入力から何かを学習したか"


def unit(score: Text) -> str:
    return f"最良の定数出力に対する{score}の改善（下限）"


def conditions(draws: int, level: float = UNSAID_LEVEL) -> str:
    of = per_cent(f"{100 * level:g}")
    return f"{of}信頼区間は例を単位とする対応ありブートストラップ（{draws:,}回）"


def not_told(score: Text) -> str:
    return f"これらの例では、{score}を求められません。"


def gain(score: Text, own: float, constant: float, value: float, low: float, high: float) -> str:
    scores = f"{score}は{own:.3g}、最良の定数出力では{constant:.3g}です。"
    spread = f"信頼区間 {low:.2g}〜{high:.2g}"
    if low > 0:
        return f"{scores}{value:.2g}（{spread}）の改善があります。"
    return f"{scores}差は{value:.2g}（{spread}）で、改善がない可能性があります。"


def when_nothing() -> str:
    return (
        "これらの例でのネットワークの成績は、入力を見ずに答える場合と変わりません。"
        "他の診断項目は、何も見つけていない重みについての結果になります。"
        "学習を長くする、別の学習率を試す（recurra compare が探索します）、"
        "または単純なベースラインがこのデータから何かを見つけるか確かめてください。"
    )


def title() -> str:
    return "入力を見ない出力との比較"


def answer() -> str:
    return "出力"


def score() -> str:
    return "スコア"


def best_constant() -> str:
    return "最良の定数"


def this_network() -> str:
    return "このネットワーク"


def reading() -> str:
    return "棒の高さがほぼ同じなら、これらの例で確かめられる学習の効果はありません。"
