"""Several steps ahead."""

from recurra.words.ja.phrases import quoted


def capped(used: int, of: int) -> str:
    return f"検証では{of}個の窓から等間隔に選んだ{used}個を使います。"


def no_scale(target: str, rows: int) -> str:
    return (
        f"訓練データの{quoted(target)}が{rows}行の間隔で変化していないため、"
        "MASEの尺度が求まりません"
    )


def other_score() -> str:
    return "mae など別の評価指標を選んでください（--score、Python では scoring=）"


def mase(rows: int, series: int) -> str:
    naive = f"{rows}行前の値" if rows > 1 else "直前の値"
    together = f"（{series}本の系列全体で計算）" if series > 1 else ""
    return f"MASEは、{naive}を予測とした訓練データの平均絶対誤差を尺度とします{together}。"


def zeros(target: str, count: int) -> str:
    return f"{quoted(target)}に0の値が{count}個あり、MAPEを計算できません"
