"""Does something go wrong while it trains?"""

from recurra.words import Text


def question() -> str:
    return "学習中に異常は起きていないか"


def every(given: int) -> str:
    return f"every は0以上の更新回数で指定してください（指定値: {given}）"


def times_usual() -> str:
    return "通常の勾配ノルムに対する倍率"


def of_first() -> str:
    return "学習開始時の勾配ノルムに対する比"


def reaches(trees: bool) -> str:
    start, end = ("根", "最も深いノード") if trees else ("末尾", "先頭のステップ")
    return f"{start}の勾配のうち{end}に届く割合"


def exploding(update: int, number: float, unit: Text) -> str:
    return f"{update}回目の更新で勾配爆発が起きています（{unit}: {number:.3g}）。"


def vanishing(update: int, number: float, unit: Text) -> str:
    return f"{update}回目の更新で勾配消失が起きています（{unit}: {number:.3g}）。"


def stalled(update: int, number: float, unit: Text) -> str:
    return f"{update}回目の更新までに学習が止まりました（{unit}: {number:.3g}）。"


def when_exploding() -> str:
    return (
        "勾配のノルムをクリップする（clip_norm=1）、学習率を下げる、"
        "または誤差逆伝播を途中で打ち切ってください。"
    )


def when_vanishing() -> str:
    return (
        "忘却ゲートのバイアスを大きくするか init='chrono' で学習を始める、"
        "加算的な記憶を持つセルを使う、または系列を短くしてください。"
    )


def when_stalled() -> str:
    return (
        "もう何も学習されていません。学習率を最初から下げる、"
        "入力を標準化する、または動かないユニットがないか確かめてください。"
    )


def conditions(update: int) -> str:
    return f"{update}回目の更新と、それに使ったミニバッチ"


def title() -> str:
    return "全パラメータの勾配"


def norm() -> str:
    return "ノルム（クリップ前）"


def gradient_norm() -> str:
    return "勾配ノルム"


def reading() -> str:
    return "鋭い山は勾配爆発を、下がったまま戻らない線は学習の停止を示します。"
