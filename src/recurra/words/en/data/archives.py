"""Archives of several files."""


def empty(kind: str) -> str:
    return f"the {kind} file holds no file"


def too_large(size: int, free: int) -> str:
    return f"its files take {size / 1e9:.1f} GB, more than is free for them ({free / 1e9:.1f} GB)"
