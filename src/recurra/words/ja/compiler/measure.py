"""What may be computed before the loop over time, and inputs that are projected."""

from recurra.words.ja.phrases import quoted


def no_loop_over_time(cell: str) -> str:
    return f"セル{quoted(cell)}は木構造用なので、時刻に沿ったループがありません"


def before_loop(
    once: tuple[str, ...],
    large: tuple[str, ...],
    large_weights: str,
    inside: tuple[str, ...],
    inside_weights: str,
    loops: int,
) -> str:
    parts = [f"1回だけ: {', '.join(once)}"] if once else []
    if large:
        parts.append(f"全時刻まとめて: {large_weights}（{' '.join(large)}）")
    loop = "ループの中" if loops == 1 else f"連続する{loops}つのループの中"
    products = f"{inside_weights}（{' '.join(inside)}）" if inside else "行列積なし"
    return "、".join([*parts, f"{loop}: {products}"])


def projected(inputs: tuple[tuple[str, str], ...]) -> str:
    """`inputs`: names of some with the size they are brought to; "" for the state's."""
    parts = []
    for names, size in inputs:
        width = f"{size} の幅" if size else "状態の幅"
        parts.append(f"{names}（{width}と異なる場合）")
    return "、".join(parts)
