"""Which task is behind some data."""

HOLDS = {
    "sequences": "ラベル付きの系列",
    "values": "値付きの系列",
    "series": "時系列の表",
    "trees": "木",
}


def other_data(name: str, kind: str, task: str, wanted: tuple[str, ...]) -> str:
    meant = "または".join(HOLDS.get(one, one) for one in wanted)
    return (
        f"{name}は{HOLDS.get(kind, kind)}のデータですが、--task {task} は{meant}のデータに使います"
    )


def no_merge(name: str) -> str:
    return f"{name}には木がありません。--merge は木のデータにだけ使ってください"


def only_for_classes() -> str:
    return (
        "出力、損失関数、クラスの重みは分類でだけ選べます。"
        "予測、値の推定、回数の推定では損失関数が決まっているので、指定を外してください"
    )


def as_values(task: str) -> str:
    return f"値として推定するには、--task {task} を外してください"
