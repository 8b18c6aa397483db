"""Probes: examples that are made, not read."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, option, same
from recurra.settings.readers.shared import Shared
from recurra.words import say


@dataclass(frozen=True)
class ProbeSettings:
    """What a probe is asked for."""

    heading: ClassVar = say("options.reading.of_probes")

    length: str = option(
        "",
        say("options.reading.length"),
        words=say("options.reading.length_called"),
        quiet=True,
    )
    depth: str = option(
        "",
        say("options.reading.depth"),
        words=say("options.reading.depth_called"),
        quiet=True,
    )
    trees: str = option(
        "",
        say("options.reading.trees"),
        words=say("options.reading.trees_called"),
        quiet=True,
    )
    examples: int | None = option(
        None,
        say("options.reading.examples"),
        words=say("options.reading.examples_called"),
        quiet=True,
        least=1,
    )
    merge: str = same(Shared, "merge")

    def __post_init__(self) -> None:
        check(self)
