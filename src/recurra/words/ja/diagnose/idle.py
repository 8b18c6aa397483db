"""Are there dead or idle units?"""

from recurra.words import Text, Words


def question() -> str:
    return "働いていないユニットはないか"


def unit() -> str:
    return "何もしていないユニットの割合"


def conditions(trees: bool) -> str:
    return f"{'全ノード・全木' if trees else '全ステップ・全例'}の標準偏差"


def state(name: Text, dead: int, idle: int, units: int) -> str:
    return (
        f"{name}の{units}ユニットのうち、まったく動かないものは{dead}個、"
        f"ほとんど動かないものは{idle}個です。"
    )


def states(each: tuple[Words, ...]) -> str:
    return "".join(map(str, each))


def no_states() -> str:
    return "これらの木には、状態を持つノードがありません。"


def when_many() -> str:
    return (
        "動かないユニットは、計算の費用がかかるだけで使われていません。"
        "学習率を下げる、入力を標準化する、バイアスを0に近い値から始める、"
        "またはユニットを減らしてください。"
    )


def title() -> str:
    return "各ユニットの動き"


def liveliest_first() -> str:
    return "ユニット（動きの大きい順）"


def deviation() -> str:
    return "標準偏差"


def reading() -> str:
    return (
        "他より大きく落ち込み、破線を下回るユニットは、いつも同じ値を出していて何もしていません。"
    )
