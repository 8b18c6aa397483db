"""What each reader of data can be told: a file each, and the field of `Readers` that names it."""

from dataclasses import dataclass, field, fields
from typing import Any

from recurra.settings.option import settings
from recurra.settings.readers.arrays import ArraySettings
from recurra.settings.readers.images import ImageSettings
from recurra.settings.readers.labelled import LabelledSettings
from recurra.settings.readers.probes import ProbeSettings
from recurra.settings.readers.recordings import RecordingSettings
from recurra.settings.readers.shared import Shared
from recurra.settings.readers.tables import TableSettings
from recurra.settings.readers.treebanks import TreeSettings

__all__ = [
    "KINDS",
    "ArraySettings",
    "ImageSettings",
    "LabelledSettings",
    "ProbeSettings",
    "Readers",
    "RecordingSettings",
    "Shared",
    "TableSettings",
    "TreeSettings",
    "takers",
]


@dataclass(frozen=True)
class Readers:
    """What is asked before it is known which reader the data need: of each the settings.

    The name of a field is that of the reader, in records too.
    """

    images: ImageSettings = field(default_factory=ImageSettings)
    labelled: LabelledSettings = field(default_factory=LabelledSettings)
    tables: TableSettings = field(default_factory=TableSettings)
    treebanks: TreeSettings = field(default_factory=TreeSettings)
    arrays: ArraySettings = field(default_factory=ArraySettings)
    recordings: RecordingSettings = field(default_factory=RecordingSettings)
    probes: ProbeSettings = field(default_factory=ProbeSettings)


KINDS: dict[str, Any] = {one.name: one.default_factory for one in fields(Readers)}


def takers(name: str) -> tuple[str, ...]:
    """The readers that have a setting of that name.

    >>> takers("missing")
    ('labelled', 'tables', 'arrays', 'recordings')
    """
    return tuple(reader for reader, kind in KINDS.items() if name in dict(settings(kind)))
