"""Values above 0 of sequences."""

TASKS = {"positive": "正の値の推定"}
ABOUT = {"positive": "時間や金額など正の値の推定、ガンマ損失"}
LOSSES = {"positive": "ガンマ損失"}
LABELS = {"gamma_deviance": "平均ガンマ逸脱度"}
NAMES = {"gamma regression": "ガンマ回帰"}


def not_above(value: float, target: str) -> str:
    return f"{target}の値に{value:g}があります。すべて0より大きい数でなければなりません"
