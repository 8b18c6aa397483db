"""The command line that repeats a comparison, for records and report."""

from typing import Any

from recurra.records import Source
from recurra.settings import Comparison, Reading, departures, settings
from recurra.settings.text import listed


def command(source: Source, wish: Comparison) -> tuple[str, ...]:
    """`recurra compare` with every option that is not at its default.

    >>> from recurra.settings import changed
    >>> wish = changed(Comparison(), cells=["lstm"], seeds=3, score="mae")
    >>> command(Source.of("sales.csv", target=("a", "b")), wish)
    ('recurra', 'compare', 'sales.csv', '--target', 'a,b', '--cells', 'lstm', '--score', 'mae', \
'--seeds', '3')
    """
    words = ["recurra", "compare", source.data]
    known = {**dict(settings(Reading)), **dict(settings(wish))}
    for asked in (source.asked(), departures(wish)):
        for name, value in asked.items():
            if known[name].option.repeated:
                words += [f"--{name.replace('_', '-')}", *([] if value is True else [_text(value)])]
    return tuple(words)


def _text(value: Any) -> str:
    return listed(value) if isinstance(value, tuple) else str(value)
