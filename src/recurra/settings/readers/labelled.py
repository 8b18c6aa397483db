"""Labelled sequences: .ts files."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, same
from recurra.settings.readers.shared import OF_ALL, Shared


@dataclass(frozen=True)
class LabelledSettings:
    """How labelled sequences are read; nothing is theirs alone."""

    heading: ClassVar = OF_ALL

    limit: int | None = same(Shared, "limit")
    missing: str = same(Shared, "missing")
    prepare: str = same(Shared, "prepare")

    def __post_init__(self) -> None:
        check(self)
