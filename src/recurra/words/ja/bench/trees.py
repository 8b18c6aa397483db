"""Times of batches of trees."""

from typing import Literal

WAYS = {
    "recurra": "recurra",
    "recurra, reference": "recurra（reference）",
    "node by node in torch": "torchでノードごとに計算",
}
NUMBERS = {"roots": "根の状態", "inputs": "入力の勾配"}
HEADS = {"cell": "セル", "way": "計算方法", "ratio": "比", "noise": "ばらつき"}


def way(name: str) -> str:
    """How a batch is computed; packages by their own name."""
    return WAYS.get(name, name)


def head(column: Literal["cell", "way", "ratio", "noise"]) -> str:
    return HEADS[column]


def cell_misfit(cell: str, why: str) -> str:
    return f"{cell}: {why}"


def no_cell(why: str) -> str:
    return f"この木を扱えるセルがありません（{why}）。別の木のデータを指定してください"


def differ(
    cell: str, way: str, what: Literal["roots", "inputs"], worst: float, allowed: float
) -> str:
    return (
        f"{cell}、{WAYS.get(way, way)}: {NUMBERS[what]}がreferenceと{worst:.1e}異なり、許容される"
        f"{allowed:.1e}を超えています"
    )


def batch(trees: int, nodes: int, levels: int, units: int, seed: int, threads: int) -> str:
    return (
        f"木{trees:,}本、ノード{nodes:,}個、{levels:,}段、{units:,}ユニット、float32、シード{seed}、"
        f"{threads}スレッド"
    )


def timed(rounds: int, calls: int) -> str:
    return (
        f"順伝播と逆伝播です。順番に{calls}回ずつ呼び出し、{rounds}ラウンドの中央値をとります。同じ"
        "セルでは、どの計算方法も根の状態と入力の勾配が一致します。"
    )


def not_timed(why: str) -> str:
    return f"計測なし: {why}"
