"""Are gates stuck?"""

from recurra.words import Text, Words


def question() -> str:
    return "ゲートは固着していないか"


def unit() -> str:
    return "常に閉じているゲートのユニットの割合"


def conditions(shut: float, open: float) -> str:
    return f"閉は{shut}未満、開は{open}超"


def none() -> str:
    return "このセルにはゲートがありません。0から1の値で、他の値に掛けられるものがないためです。"


def gate(name: Text, mean: float, start: float | None, shut: float, open: float) -> str:
    began = "" if start is None else f"（学習開始時は{start:.2f}）"
    return (
        f"{name}の開きは平均{mean:.2f}{began}で、"
        f"閉じている割合は{shut:.0%}、開いている割合は{open:.0%}です。"
    )


def each(gates: tuple[Words, ...]) -> str:
    return "".join(map(str, gates))


def worst(name: Text) -> str:
    return (
        f"最も閉じているのは{name}です。バイアスを大きくして学習を始める"
        "（忘却の経路なら forget_bias=1 以上）、入力を標準化する、"
        "または学習率を下げてください。それでも閉じたままなら、"
        "より小さいネットワークや、このゲートのないセルでも結果は変わりません。"
    )


def saturation() -> str:
    return "各ユニットのゲートの飽和"


def share_open() -> str:
    return "開いているステップの割合（0.9超）"


def share_shut() -> str:
    return "閉じているステップの割合（0.1未満）"


def saturation_reading() -> str:
    return (
        "点は、あるゲートの1ユニットです。左下に近いゲートは実際に調節をしています。"
        "上端では常に閉じており、右端では常に開いていて、なくても変わりません。"
    )


def openness() -> str:
    return "ユニットごとのゲートの開き"


def most_open_first() -> str:
    return "ユニット（開きの大きい順）"


def mean() -> str:
    return "ゲートの平均値"


def openness_reading() -> str:
    return "平均値が2本の破線の間にあれば、ゲートは閉じきっても開ききってもいません。"
