"""The program of a cell as text for a reader, in no language that a machine runs."""

LIVES = {
    "step": "1ステップ",
    "carry": "2ステップ",
    "sequence": "全ステップ（1行）",
    "pass": "パスの間",
    "both": "両方のパスの間",
}
ROLES = {
    "delta": "誤差",
    "gradient": "勾配",
    "input": "入力",
    "kept": "保存値",
    "later": "次の時刻からの勾配",
    "seed": "出力からの勾配",
    "slot": "子の値",
    "slot_gradient": "子の値の勾配",
    "state": "状態",
    "sum": "和",
    "total": "総和",
    "value": "値",
}
ROWS = {"node": "ノード", "edge": "親子の辺", "slot": "子の位置"}


def title(cell: str, backward: bool, trees: bool) -> str:
    return f"{cell}: {'木の' if trees else ''}{'逆伝播' if backward else '順伝播'}"


def buffers() -> str:
    return "バッファ"


def statements() -> str:
    return "命令"


def buffer(name: str, role: str, of: str, columns: int, size: str, lifetime: str) -> str:
    what = f"{of} の{ROLES.get(role, role)}" if of else ROLES.get(role, role)
    return f"{name}: {what}、{size} の列×{columns}、有効期間は{LIVES.get(lifetime, lifetime)}"


def place(buffer: str, column: int, before: bool, row: str) -> str:
    own = f"（{ROWS.get(row, row)}）" if row else ""
    return f"{buffer}[{column}]{'（前の時刻）' if before else ''}{own}"


def each_unit(size: str) -> str:
    return f"{size} の各ユニットについて:"


def padding(place: str) -> str:
    return f"{place} の余白 = 0"


def gradient_of_product(matrix: str, left: str, right: str) -> str:
    return f"{matrix} の勾配 += 行についての和（{left} × {right}）"


def gradient_of_sum(parameter: str, column: str) -> str:
    return f"{parameter} の勾配 += 行についての和（{column}）"


def all_steps() -> str:
    return "全ステップをまとめて:"


def each_step(backward: bool) -> str:
    return "最後のステップから順に:" if backward else "各ステップについて:"


def each_level(backward: bool) -> str:
    return f"{'根' if backward else '葉'}から各段について:"


def each_row(domain: str) -> str:
    return f"各{ROWS.get(domain, domain) if domain else '行'}について:"


def with_parent() -> str:
    return "親がある場合:"


def over_units(name: str, op: str, expression: str) -> str:
    return f"{name} = {expression} のユニットについての {op}"


def over_children(name: str, place: str) -> str:
    return f"{name} = {place} の子についての和"
