"""Data sets known by name; one file each, one line here."""

from collections.abc import Callable

from recurra.data.sequences import Sequences
from recurra.data.sources.digits import digits
from recurra.settings.readers import ImageSettings

SOURCES: dict[str, Callable[[ImageSettings], Sequences]] = {"digits": digits}
