"""What the checker of programs finds wrong, before any kernel is compiled."""

from typing import Literal

from recurra.words import Words
from recurra.words.ja.phrases import quoted

KINDS = {
    "tensors": "保存されるテンソル",
    "parameters": "パラメータ",
    "leaves": "入力と状態",
    "buffers": "バッファ",
}
USES = {"read": "読み出し", "stored": "書き込み", "needed": "逆伝播に必要な値"}


def wrong_at_step(
    cell: str,
    backward: bool,
    step: int,
    buffer: str | None,
    column: int,
    before: bool,
    what: Words | str,
) -> str:
    place = "" if buffer is None else f"、バッファ{quoted(buffer)}の列{column}"
    earlier = "、前の時刻" if before else ""
    direction = "逆伝播" if backward else "順伝播"
    return (
        f"セル{quoted(cell)}の{direction}プログラムがステップ{step}で誤っています{place}{earlier}: "
        f"{what}"
    )


def wrong_in_row(
    cell: str, backward: bool, row: int, buffer: str | None, column: int, what: Words | str
) -> str:
    place = "" if buffer is None else f"、バッファ{quoted(buffer)}の列{column}"
    direction = "逆伝播" if backward else "順伝播"
    return f"セル{quoted(cell)}の木の{direction}プログラムが行{row}で誤っています{place}: {what}"


def read_before_written() -> str:
    return "書き込まれる前に読み出されています"


def is_not_it(value: str, op: str, use: str, state: str, difference: Words | str) -> str:
    """`use`: of `USES`, or "wanted" as the new value of `state`."""
    named = quoted(value) if value else f"値（{op}）"
    used = f"新しい状態{quoted(state)}" if use == "wanted" else USES.get(use, use)
    return f"{used}: {named}ではないものになっています（{difference}）"


def same_name(cell: str, kind: str, name: str) -> str:
    return f"セル{quoted(cell)}に{quoted(name)}という名前の{KINDS.get(kind, kind)}が2つあります"


def stored_nowhere(cell: str, parameter: str) -> str:
    return f"セル{quoted(cell)}のパラメータ{quoted(parameter)}がどこにも保存されていません"


def joining_changed(name: str, difference: Words | str) -> str:
    return f"和をまとめると{quoted(name)}が変わります（{difference}）"


def state_not_written(state: str) -> str:
    return f"新しい状態{quoted(state)}が書き込まれていません"


def state_wrong(state: str, difference: Words | str) -> str:
    return f"新しい状態{quoted(state)}が誤っています（{difference}）"


def matrix_gradient(name: str, difference: Words | str) -> str:
    return f"{quoted(name)}の勾配: {difference}"


def parameter_gradient(name: str, difference: Words | str) -> str:
    return f"パラメータ{quoted(name)}の勾配: {difference}"


def gradient_not_written(kind: Literal["input", "starting"], name: str) -> str:
    return f"{_gradient(kind, name)}が書き込まれていません"


def gradient_wrong(kind: Literal["input", "starting"], name: str, difference: Words | str) -> str:
    return f"{_gradient(kind, name)}が誤っています（{difference}）"


def pairs(missing: int, more: int, left: str, right: str) -> str:
    return f"積の不足{missing}個、余分{more}個（例: {left} と {right}）"


def terms(missing: tuple[tuple[int, str], ...], more: tuple[tuple[int, str], ...]) -> str:
    """Of two sums: how often which term is missing, and is there without need."""
    parts = [
        f"{what}: {_listed(those)}" for what, those in (("不足", missing), ("余分", more)) if those
    ]
    return "、".join(parts) or "差なし"


def _gradient(kind: str, name: str) -> str:
    named = quoted(name) if name else ""
    return f"入力{named}の勾配" if kind == "input" else f"初期状態{named}の勾配"


def _listed(terms: tuple[tuple[int, str], ...]) -> str:
    return "、".join(f"{term} が{n}回" if n > 1 else term for n, term in terms)
