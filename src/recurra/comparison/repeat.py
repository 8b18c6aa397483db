"""The command line that repeats a comparison, for records and report."""

import dataclasses
from typing import Any

from recurra.comparison.plan import Wish
from recurra.records import Source
from recurra.settings import departures


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
            told = field.name in ("data", "training") or made
            if not told and value not in (field.default, ()):
                words += _option(field.name, value)
    for name, value in departures(wish.training).items():
        words += _option(name, value)
    return (*words, *(("--score", score) if score else ()))


def _option(name: str, value: Any) -> tuple[str, str]:
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    return f"--{name.replace('_', '-')}", text
