"""Archives of several files."""


def empty(kind: str) -> str:
    return f"{kind}ファイルの中にファイルがありません"


def too_large(size: int, free: int) -> str:
    return f"展開すると{size / 1e9:.1f} GBになり、空き容量（{free / 1e9:.1f} GB）に収まりません"
