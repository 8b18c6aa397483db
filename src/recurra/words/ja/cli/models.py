"""What `recurra fit`, `evaluate` and `predict` print."""

from recurra.words import Words


def scored(label: Words | str, validation: str, test: str, seed: int, best: int) -> str:
    return f"{label}: 検証 {validation}、テスト {test}（シード{seed}、最良は更新{best:,}回目）"


def written(folder: str) -> str:
    return f"モデル: {folder}"


def evaluated(name: str, data: str, count: int, unit: Words | str) -> str:
    return f"{data} に対する {name} の評価（{unit}: {count:,}）"


def predicted(rows: int, name: str, file: str | None) -> str:
    return f"{name} による予測: {rows:,}行" + (f"（{file}）" if file is not None else "")


def not_empty(folder: str) -> str:
    return f"{folder} はすでに存在し、空ではありません。--out で別の場所を指定してください"


def cannot_write(file: str, why: str) -> str:
    return f"{file} に書き込めません（{why}）。書き込み先を確認してください"
