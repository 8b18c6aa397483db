"""How Japanese lists, counts and quotes; nothing here is a message of its own."""

from collections.abc import Iterable


def quoted(name: object) -> str:
    """
    >>> quoted("lstm")
    '「lstm」'
    """
    return f"「{name}」"


def either(names: Iterable[object]) -> str:
    """
    >>> either(["lstm", "gru"])
    '「lstm」または「gru」'
    """
    *first, last = [quoted(name) for name in names]
    return f"{'、'.join(first)}または{last}" if first else last


def listed(names: Iterable[object]) -> str:
    """
    >>> listed(["gru", "lstm", "elman"])
    'gru、lstm、elman'
    """
    return "、".join(str(name) for name in names)


def several(names: Iterable[object]) -> str:
    """
    >>> several(["a", "b"])
    '「a」、「b」'
    """
    return "、".join(quoted(name) for name in names)


def minus(value: float) -> str:
    """
    >>> minus(-0.39)
    '−0.39'
    """
    return f"{value:.3g}".replace("-", "\u2212")


PARTS = {"train": "訓練データ", "validation": "検証データ", "test": "テストデータ"}
