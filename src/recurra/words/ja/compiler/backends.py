"""How a backend computes, why it cannot run a cell, and which one runs."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.ja.phrases import listed, quoted


def reference(threads: int) -> str:
    return f"torch の演算を1つずつ実行（{threads}スレッド）"


def numba(machine: str, rows: int, columns: int, dtype: str, threads: int) -> str:
    return (
        f"すべての行列積を recurra 独自の {machine} 用カーネルで計算（レジスタに置くタイルは"
        f"{dtype} で{rows}×{columns}、{threads}スレッド。BLAS は不使用。両者の計測結果は "
        "numba/chain/plan.py を参照）"
    )


def statements() -> str:
    return "カーネルの命令列を NumPy で1つずつ解釈（1スレッド）"


def statements_of_other_type() -> str:
    return "CPU 上の float32 と float64 だけを扱います"


def for_cpus(device: str) -> str:
    return f"CPU 専用で、{device} では使えません"


def other_type(dtype: str) -> str:
    return f"float32 と float64 専用で、{dtype} では計算できません"


def no_numba() -> str:
    return "numba がインストールされていません"


def cannot_run(backend: str, cell: str, reason: Words | str) -> str:
    return f"バックエンド{quoted(backend)}では{quoted(cell)}を実行できません: {reason}"


def as_asked_for(backend: str) -> str:
    return f"{backend}: 指定されたバックエンド"


def first_that_can(backend: str, passed: Mapping[str, Words | str]) -> str:
    """`passed`: backends before it, with the reason against each."""
    others = [f"{name} を使わない理由: {reason}" for name, reason in passed.items()]
    return "。".join([f"{backend}: 実行できる最初のバックエンド", *others])


def in_place_of(backend: str, other: str, reason: Words | str) -> str:
    return f"{backend}: {other} を使わない理由: {reason}"


def explained(why: Words | str, about: Words | str) -> str:
    return f"{why}。{about}"


def mixed_sequences(kinds: tuple[str, ...]) -> str:
    return (
        f"入力、状態、重みの型や置き場所が異なります（{listed(kinds)}）。.to() でそろえてください"
    )


def mixed_trees(kinds: tuple[str, ...]) -> str:
    return f"入力と重みの型や置き場所が異なります（{listed(kinds)}）。.to() でそろえてください"


def type_on_device(dtype: str, device: str) -> str:
    return f"{device} 上の {dtype}"


def cache_not_writable(wanted: str, error: str, fallback: str) -> str:
    return (
        f"{wanted} に書き込めないため（{error}）、コンパイルしたカーネルを一時的に {fallback} に"
        "保存します。書き込めるフォルダを RECURRA_CACHE に指定してください。"
    )


def no_checkpoint(given: str) -> str:
    return f"checkpoint が {given} です。'auto' またはステップ数を指定するか、指定を外してください"


STAGES = {
    "packing": "重みの並べ替え",
    "rows": "全時刻の積（入力）",
    "matrices": "行列の勾配",
    "vectors": "ベクトルの勾配",
    "copies": "コピー",
    "steps": "各時刻: 状態との積、要素ごとの計算",
    "other": "その他",
}


def stage(name: str) -> str:
    return STAGES.get(name, name)
