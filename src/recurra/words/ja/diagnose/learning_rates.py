"""Which learning rates teach a network?"""


def question() -> str:
    return "どの学習率で学習が進むか"


def answer(learns: bool, edge: float, suggested: float, last: float) -> str:
    if not learns:
        return f"学習率{last:.2g}まで、損失は下がりませんでした。"
    return (
        f"学習率{edge:.2g}まで損失が下がりました。最初に試す学習率は、その10分の1の{suggested:.2g}です。"
        "compareは学習率を自動で探索します。"
    )


def unit() -> str:
    return "（学習率）"


def conditions(updates: int, over: float) -> str:
    return (
        f"更新{updates:,}回、更新のたびに学習率を上げ、平均損失が最小値の{over:g}倍を超えるまで。"
        "平均損失は約20回分遅れて変化します"
    )


def title() -> str:
    return "学習率を上げていったときの損失"


def rate() -> str:
    return "学習率（10のべき）"


def loss() -> str:
    return "学習損失（平滑化）"


def suggested() -> str:
    return "最初に試す学習率"


def reading() -> str:
    return "曲線が下がる範囲の学習率で学習が進み、上がる範囲では大きすぎます。"
