"""How long does each unit hold what it holds?"""

import math

from recurra.words import Text


def question() -> str:
    return "ユニットは内容をどれだけ長く保つか"


def unit(trees: bool) -> str:
    return f"忘れるのが遅い1割のユニットの時定数（{_steps(trees)}数）"


def conditions(trees: bool) -> str:
    return f"全{'木' if trees else '例'}・全{_steps(trees)}の幾何平均"


def no_path(trees: bool) -> str:
    path = "記憶を持つ子から親への直接の経路" if trees else "自分自身への直接の経路"
    matrix = "行列" if trees else "再帰の行列"
    return (
        f"{path}を持つ状態はありません。記憶は{matrix}だけにあり、"
        f"どれだけ続くかは、1{_steps(trees)}あたりの成長率から分かります。"
    )


def lasts(state: Text, slowest: float, middle: float, trees: bool) -> str:
    return (
        f"{state}のユニットのうち忘れるのが遅い1割では、"
        f"内容が37%に減るまでに{_number(slowest)}{_steps(trees)}以上かかります。"
        f"半数のユニットでは{_number(middle)}{_steps(trees)}以上です。"
    )


def when_short(trees: bool) -> str:
    if trees:
        return (
            "葉の内容が根に届くより早く、ユニットが忘れています。"
            "深いところにある単語が必要なタスクであれば、"
            "忘却ゲートのバイアスを大きくしてください。"
        )
    return (
        "系列が終わるより早く、ユニットが忘れています。"
        "系列の先頭が必要なタスクであれば、忘却ゲートのバイアスを大きくするか、"
        "最長の依存関係を与えて init='chrono' を使ってください。"
    )


def title() -> str:
    return "各ユニットの時定数"


def slowest_first() -> str:
    return "ユニット（遅い順）"


def until_left(trees: bool) -> str:
    return f"37%が残るまでの{_steps(trees)}数"


def reading(trees: bool) -> str:
    far = (
        "典型的な木の葉の内容を、根に届いた時点"
        if trees
        else "典型的な系列の先頭で得た内容を、末尾に達した時点"
    )
    return (
        f"破線より上のユニットは、{far}でも100分の1以上保っています。"
        "記憶には遅いユニットが、反応には速いユニットが必要です。"
    )


def _steps(trees: bool) -> str:
    return "辺" if trees else "ステップ"


def _number(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:.3g}"
