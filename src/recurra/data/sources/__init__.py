"""Data sets known by name; one file each, one line here."""

from collections.abc import Callable

from recurra.data.sequences import Sequences
from recurra.data.sources.digits import digits
from recurra.records import Source

SOURCES: dict[str, Callable[[Source], Sequences]] = {"digits": digits}
