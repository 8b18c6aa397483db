"""What `recurra cells check` prints."""

CHECKS = {
    "values": "値",
    "gradients": "勾配",
    "finite differences": "差分近似",
    "step by step": "1ステップずつの実行",
    "alone": "単独での実行",
    "not a number": "NaN",
    "second derivative": "2階微分",
    "values, different lengths": "値（系列長が異なる場合）",
    "gradients, different lengths": "勾配（系列長が異なる場合）",
}
VARIANTS = {
    "recurrent dropout": "再帰結合のドロップアウト",
    "untied recurrent dropout": "再帰結合のドロップアウト（ステップごとに独立）",
    "recurrent dropout and zoneout": "再帰結合のドロップアウトとzoneout",
    "zoneout": "zoneout",
    "zoneout of each state": "状態ごとのzoneout",
    "expectation of zoneout": "zoneoutの期待値",
    "total gradients": "総和の勾配",
    "limited gradients": "制限付きの勾配",
}


def head() -> str:
    return "検査"


def row(name: str, variant: str) -> str:
    check = CHECKS.get(name, name)
    return f"{check}、{VARIANTS.get(variant, variant)}" if variant else check


def all_with(variant: str) -> str:
    return f"上記すべて、{VARIANTS.get(variant, variant)}"


def holds(worst: float) -> str:
    return f"合格 ({worst:.0e})" if worst else "合格"


def wrong() -> str:
    return "不合格"


def not_run(column: str, reason: str) -> str:
    return f"{column} では未実行: {reason}"


def message(row: str, column: str, what: str) -> str:
    return f"{row}（{column}）: {what}"


def not_all(wrong: int, count: int, cell: str) -> str:
    return f"{cell} の検査{count}件のうち{wrong}件が不合格です"


def all_hold(count: int, cell: str) -> str:
    return f"{cell} の検査{count}件はすべて合格です"
