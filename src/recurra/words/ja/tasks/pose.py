"""Which task is behind some data."""


def no_trees(name: str) -> str:
    return f"{name}には木がありません。--task nodes と --merge は木のデータにだけ使ってください"


def no_series(name: str, trees: bool) -> str:
    kind = "木" if trees else "ラベル付きの系列"
    return f"{name}は{kind}のデータなので、予測タスクにはできません。時系列の表を指定してください"


def no_sequences(name: str) -> str:
    return (
        f"{name}は予測用の表で、ラベル付きの系列がありません。"
        "分類には系列のデータを指定してください"
    )


def only_for_classes() -> str:
    return (
        "出力、損失関数、クラスの重みは分類でだけ選べます。"
        "予測と値の推定は二乗誤差で学習するので、指定を外してください"
    )
