"""Trees: in brackets, CoNLL-U."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, same
from recurra.settings.readers.shared import Shared
from recurra.words import say


@dataclass(frozen=True)
class TreeSettings:
    """How trees are read."""

    heading: ClassVar = say("options.reading.of_trees")

    limit: int | None = same(Shared, "limit")
    merge: str = same(Shared, "merge")

    def __post_init__(self) -> None:
        check(self)
