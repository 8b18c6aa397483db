"""How English lists, counts and quotes; nothing here is a message of its own."""

from collections.abc import Iterable


def either(names: Iterable[object]) -> str:
    """
    >>> either(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    *first, last = [repr(str(name)) for name in names]
    return f"{', '.join(first)} or {last}" if first else last


def listed(names: Iterable[object], last: str = "and") -> str:
    """
    >>> listed(["gru", "lstm", "elman"])
    'gru, lstm and elman'
    """
    *first, end = [str(name) for name in names] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def counted(number: int, one: str, more: str = "") -> str:
    """
    >>> counted(1, "row"), counted(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def be(number: int) -> str:
    """
    >>> be(1), be(0)
    ('is', 'are')
    """
    return "is" if number == 1 else "are"


def have(number: int) -> str:
    """
    >>> have(1), have(2)
    ('has', 'have')
    """
    return "has" if number == 1 else "have"


def several(names: Iterable[object]) -> str:
    """Quoted, all of them.

    >>> several(["a", "b"])
    "'a', 'b'"
    """
    return ", ".join(repr(str(name)) for name in names)


PARTS = {"train": "train", "validation": "validation", "test": "test"}
