"""Do gradients vanish or explode on their way down a tree?"""

from recurra.words.ja.phrases import minus


def question() -> str:
    return "木を下る勾配に消失や爆発は起きていないか"


def unit() -> str:
    return "1辺あたりの成長率（自然対数）"


def conditions(low: float, high: float) -> str:
    return f"木ごとの値の中央値、10〜90パーセンタイルは{minus(low)}〜{minus(high)}"


def no_edges() -> str:
    return "木ごとの値の中央値、状態の間の辺がある木はなし"


def nothing_passed() -> str:
    return "状態を持つ2つのノードを結ぶ辺がなく、下に伝わるものがありません。"


def grows(each: float, whole: float, edges: int) -> str:
    return (
        f"勾配は辺を1つ下るごとに{each:.3g}倍、典型的な木の{edges}辺では{whole:.2g}倍になります。"
    )


def when_small() -> str:
    return (
        "木を下る途中で勾配が消失しています。"
        "忘却ゲートのバイアスを大きくする、"
        "記憶を持つ別のセル（rlstm、nary、childsum）を使う、"
        "または全ノードのラベルで学習してください（--task nodes）。"
    )


def when_large() -> str:
    return (
        "勾配が際限なく大きくなっています。勾配のノルムをクリップする、"
        "学習率を下げる、または重みを小さくして学習を始めてください。"
    )


def growth() -> str:
    return "木を下る勾配の大きさ"


def to_the_root() -> str:
    return "大きさ（根に対する比）"


def growth_reading() -> str:
    return (
        "下がる線は勾配消失を示し、深いところの小さな違いは、上る途中で忘れられます。"
        "上がる線は勾配爆発を示します。"
        "水平な線は、ネットワークが受け取ったものを保っていることを示します。"
    )


def norms() -> str:
    return "深さごとの勾配ノルム"


def norm() -> str:
    return "木ごとの‖dL/ds‖"


def norms_reading() -> str:
    return "損失の側から見た同じ図です。各深さのノードが損失にどれだけ影響するかを示します。"
