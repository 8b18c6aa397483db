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
        "出力、クラスの重み、ラベル平滑化は分類でだけ選べます。"
        "値を予測するタスクでは指定を外してください"
    )


def only_for_values(loss: str) -> str:
    return (
        f"損失関数 {loss} は値の予測用です。"
        "分類では cross_entropy か squared_error を指定してください"
    )


def own_loss(task: str) -> str:
    return (
        f"タスク {task} の損失関数は決まっています。"
        "--loss を外すか、--task regression を指定してください"
    )


def as_values(task: str) -> str:
    return f"値として推定するには、--task {task} を外してください"
