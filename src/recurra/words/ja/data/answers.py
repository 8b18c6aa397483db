"""The columns with the answers."""


def too_many(count: int, numeric: bool) -> str:
    what = "数値" if numeric else "文字列"
    return f"{count:,}種類の{what}はクラスとして扱えません"


def as_value(name: str) -> str:
    return f"数値そのものを答えさせるには --target {name} --task regression としてください"
