"""The command line that repeats a comparison, for records and report."""

import dataclasses

from recurra.comparison.plan import Wish
from recurra.records import Source


def command(source: Source, wish: Wish, score: str | None = None) -> tuple[str, ...]:
    """`recurra compare` with every option that is not at its default.

    >>> command(Source("sales.csv", target=("a", "b")), Wish(("lstm",), seeds=3), "mae")
    ('recurra', 'compare', 'sales.csv', '--target', 'a,b', '--cells', 'lstm', '--seeds', '3', \
'--score', 'mae')
    """
    words = ["recurra", "compare", source.data]
    for record in (source, wish):
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            made = record is source and field.name == "seed"  # the comparison's own, given once
            if field.name != "data" and not made and value not in (field.default, ()):
                text = ",".join(value) if isinstance(value, tuple) else str(value)
                words += [f"--{field.name.replace('_', '-')}", text]
    return (*words, *(("--score", score) if score else ()))
