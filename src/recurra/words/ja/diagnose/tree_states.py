"""What do the states do up the tree?"""

from recurra.words import Text, Words
from recurra.words.ja.phrases import listed


def question() -> str:
    return "状態は木を上るにつれてどう変わるか"


def unit() -> str:
    return "単語の半分の時点に対する根での大きさの比"


def conditions(fewest: int) -> str:
    return f"{fewest}語以上の木についての中央値"


def too_small(fewest: int) -> str:
    return f"{fewest}語未満の木や、単語の約半分を持つノードのない木では、傾向が分かりません。"


def grow(each: tuple[Words, ...]) -> str:
    return f"状態の大きさは、単語の半分から全体に至るまでに{listed(each)}になります。"


def when_growing() -> str:
    return (
        "記憶が子の内容を足し合わせるだけで、忘れていません。"
        "忘却ゲートのあるセル（nary、childsum）を使う、"
        "忘却ゲートのバイアスを小さくして学習を始める、"
        "または和の代わりに平均を使ってください。"
    )


def sizes_reading() -> str:
    return (
        "平らになる線は、釣り合いのとれた記憶です。"
        "上がり続ける線は、子の内容を忘れずに足し合わせており、"
        "より大きな木では学習時の範囲を外れます。"
    )


def picture(state: Text) -> str:
    return f"1本の木での状態{state}"


def nodes() -> str:
    return "ノード（子が親より先）"
