"""--limit."""

from recurra.words.en.phrases import counted


def used(limit: int, of: int, parts: bool, test: bool) -> str:
    each = " of each part" if parts else ""
    tail = "; the test part stays whole." if test else "."
    return (
        f"Of {counted(of, 'example')} {limit} are used (--limit): of each class{each} the first, "
        f"in proportion to its size{tail}"
    )
