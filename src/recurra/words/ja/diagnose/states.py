"""What do the states do over time?"""

from recurra.words import Text, Words
from recurra.words.ja.phrases import listed


def question() -> str:
    return "状態は時間とともにどう変わるか"


def unit() -> str:
    return "中間点に対する末尾の大きさの比"


def conditions() -> str:
    return "例ごとの値の中央値"


def too_short(fewest: int) -> str:
    return f"{fewest}ステップ未満の系列では、短すぎて傾向が分かりません。"


def state(name: Text, times: float) -> str:
    return f"{name}が{times:.3g}倍"


def grow(each: tuple[Words, ...]) -> str:
    return f"状態の大きさは、中間点から末尾までに{listed(each)}になります。"


def when_growing() -> str:
    return (
        "記憶が足し合わされるだけで、忘れられていません。忘却ゲートを与える"
        "（lstm1997 の代わりに lstm、または忘却ゲートのバイアスを小さくする）か、"
        "長い系列の区切りで状態をリセットしてください。"
    )


def sizes() -> str:
    return "状態の大きさ"


def sizes_reading() -> str:
    return (
        "平らになる線は、釣り合いのとれた記憶です。末尾まで上がり続ける線は、"
        "忘れずに足し合わせており、より長い系列では学習時の範囲を外れます。"
    )


def picture(state: Text) -> str:
    return f"1つの例での状態{state}"


def units() -> str:
    return "ユニット（最大になる順）"


def picture_reading() -> str:
    return (
        "行がユニットで、青は負、橙は正の値です。"
        "同じ色が長く続くところは記憶で、"
        "ステップごとに変わる縞は入力に反応しているだけです。"
    )
