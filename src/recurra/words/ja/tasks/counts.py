"""Counts of sequences."""

TASKS = {"counts": "回数の推定"}
ABOUT = {"counts": "回数の推定、ポアソン損失"}
LOSSES = {"counts": "ポアソン損失"}
LABELS = {"deviance": "平均ポアソン逸脱度"}
MEANINGS = {
    "deviance": "ポアソン逸脱度は、予測した率から見た件数の起こりにくさを表し、"
    "小さいほど良く、0が最良です。",
}
NAMES = {"poisson regression": "ポアソン回帰"}


def no_count(value: float, target: str) -> str:
    return f"{target}の値に{value:g}があります。回数は0以上の整数でなければなりません"
