"""出力層が特徴量をどう読むかについての文。"""

POOLING = {
    "last": "最終ステップ",
    "mean": "全ステップの平均",
    "max": "全ステップでの特徴量ごとの最大値",
    "attention": "全ステップへの加法注意",
    "dot": "学習したクエリによる全ステップへの内積注意",
}


def choice(name: str) -> str:
    return POOLING.get(name, name)


def note(name: str, parameters: int, formula: str) -> str:
    said = f"出力層は{POOLING.get(name, name)}を読みます"
    if not parameters:
        return f"{said}。"
    return f"{said}（パラメータ数{parameters:,}、特徴量の数をFとして{formula}）。"


def trees(name: str, cell: str) -> str:
    return f"pooling={name!r} は系列用です。{cell}は木のセルで、出力層は根を読みます"


def each_step(name: str) -> str:
    return (
        f"pooling={name!r} では系列の最後に1回だけ予測します。ストリームからの学習には各ステップの"
        "予測が必要なので、pooling='last' を指定するか、窓から学習してください"
    )
