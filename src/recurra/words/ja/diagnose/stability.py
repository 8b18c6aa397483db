"""Do gradients vanish or explode on their way through time?"""

from recurra.words.ja.phrases import minus


def question() -> str:
    return "勾配消失や勾配爆発は起きていないか"


def unit() -> str:
    return "1ステップあたりの成長率（自然対数）"


def conditions(low: float, high: float) -> str:
    return f"例ごとの値の中央値、10〜90パーセンタイルは{minus(low)}〜{minus(high)}"


def grows(each: float, whole: float, steps: int) -> str:
    return (
        f"勾配は1ステップさかのぼるごとに{each:.3g}倍、{steps}ステップでは{whole:.2g}倍になります。"
    )


def when_small() -> str:
    return (
        "勾配が消失しています。忘却ゲートのバイアスを大きくする（init='chrono'）、"
        "再帰の重みを直交行列か単位行列で初期化する（init='orthogonal'）、"
        "または加算的な記憶を持つセルを使ってください。"
        "この範囲より先の誤差逆伝播を打ち切っても、失うものはありません。"
    )


def when_large() -> str:
    return (
        "勾配が際限なく大きくなっています。勾配のノルムをクリップする、学習率を下げる、"
        "誤差逆伝播を途中で打ち切る、または再帰の重みを小さくして学習を始めてください。"
    )


def growth() -> str:
    return "さかのぼる勾配の大きさ"


def to_the_end() -> str:
    return "大きさ（末尾に対する比）"


def growth_reading() -> str:
    return (
        "下がる線は勾配消失を示し、順方向でも小さな違いが忘れられます。"
        "上がる線は勾配爆発を示します。"
        "水平な線は、ネットワークが受け取ったものを保っていることを示します。"
    )


def norms() -> str:
    return "時間方向の勾配ノルム"


def norm() -> str:
    return "例ごとの‖dL/ds‖"


def norms_reading() -> str:
    return "損失の側から見た同じ図です。各ステップの状態が損失にどれだけ影響するかを示します。"
