"""Several files as one table."""

from collections.abc import Sequence

from recurra.words.en.phrases import several


def none() -> str:
    return "no table (.csv, .parquet, .xlsx ...) is there"


def joined(count: int, names: Sequence[str], timed: bool) -> str:
    order = "time" if timed else "their names"
    return f"Files read as one table, in the order of {order}: {count} ({' ... '.join(names)})."


def other_columns(file: str, lacking: Sequence[str], more: Sequence[str]) -> str:
    said = [f"lacks {several(lacking)}"] if lacking else []
    said += [f"has {several(more)} besides"] if more else []
    return f"its columns are not those of {file}: it {' and '.join(said)}"


def recordings() -> str:
    return (
        "If each file is an example of its own, say where labels stand: --labels, --label-pattern"
    )


def other_type() -> str:
    return "time stamps in some files, something else in others"
