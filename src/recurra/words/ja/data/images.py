"""Images with labels."""

from typing import Literal

ORDERS = {"row": "1行ずつ", "column": "1列ずつ", "pixel": "1画素ずつ"}
WHAT = {"images": "画像", "labels": "ラベル"}


def counts(images: int, labels: int, file: str) -> str:
    return f"画像は{images}枚ですが、{file}のラベルは{labels}個です"


def other_size(file: str) -> str:
    return f"画像の大きさが{file}と異なります"


def dimensions(count: int) -> str:
    return f"{count}次元の配列は画像として読めません"


def order(
    order: Literal["row", "column", "pixel", "permuted"], seed: int, steps: int, width: int
) -> str:
    mixed = f"1画素ずつ固定の無作為な順（シード{seed}）で"
    how = mixed if order == "permuted" else ORDERS[order]
    return f"画像を{how}読みます（{steps}ステップ、各{width}値）。"


def task() -> str:
    return "ラベル付きのIDX画像なので、分類タスクとします。"


def labels_no_numbers() -> str:
    return "ラベルは1次元の整数にしてください"


def none_here() -> str:
    return "このフォルダに *-images-idx* のファイルがありません"


def several(names: tuple[str, ...]) -> str:
    return f"同じ区分の画像ファイルが複数あります（{'、'.join(names)}）"


def say_which() -> str:
    return "使う訓練画像のファイルを直接指定してください"


def no_partner(what: str) -> str:
    return f"このファイルに対応する{WHAT.get(what, what)}のファイルがありません"


def its_name(what: str) -> str:
    return f"*-{what}-idx* という名前のファイルを同じフォルダに置いてください"


def digits() -> str:
    return "ラベル付きの手書き数字なので、分類タスクとします。"
