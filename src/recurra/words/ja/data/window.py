"""Windows over series."""

from typing import Literal

from recurra.words.ja.phrases import PARTS


def lookback(steps: int, room: bool) -> str:
    why = "（訓練データの4分の1）" if room else ""
    return f"窓の参照期間は{steps}ステップです{why}。--lookback で変更できます。"


def short_groups(count: int, of: int, names: tuple[str, ...]) -> str:
    shown = "、".join(names) + ("など" if count > len(names) else "")
    return f"{of}グループのうち{count}グループは短すぎて窓を作れません（{shown}）。"


def left_out(count: int, of: int, part: Literal["train", "validation", "test"]) -> str:
    return f"{PARTS[part]}の窓{of:,}個のうち、予測対象に補った値を含む{count:,}個を除きました。"


def tolerated(
    part: Literal["train", "validation", "test"], share: float, kept: int, of: int
) -> str:
    return (
        f"予測対象の欠損が多いため、補った値が{share:.0%}以下の{PARTS[part]}の窓を残しました"
        f"（{of:,}個のうち{kept:,}個）。その評価は実測値だけによるものではありません。"
    )


def too_short(rows: int, needed: int, lookback: int, horizon: int) -> str:
    return (
        f"行数が足りません。{rows}行ですが、1つの窓に{needed}行必要です"
        f"（参照期間{lookback}、予測期間{horizon}）"
    )


def too_short_part(
    found: int,
    rows: int,
    part: Literal["train", "validation", "test"],
    needed: int,
    lookback: int,
    horizon: int,
) -> str:
    return (
        f"行数が足りません。{PARTS[part]}は{rows}行のうち{found}行ですが、1つの窓に{needed}行必要です"
        f"（参照期間{lookback}、予測期間{horizon}）"
    )
