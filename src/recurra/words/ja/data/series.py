"""Series of a table, cut by time."""


def row(number: int) -> str:
    return f"{number}行目"


def split(validation: str, test: str, groups: int) -> str:
    same = "（全グループ共通）" if groups > 1 else ""
    return f"時間順に70/15/15で分割しました。検証は{validation}から、テストは{test}からです{same}。"
