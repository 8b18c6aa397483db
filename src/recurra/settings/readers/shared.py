"""What several readers can be told: one setting, said once, that each of them takes by name."""

from dataclasses import dataclass

from recurra.settings.option import option
from recurra.settings.steps import STEPS
from recurra.words import say

OF_ALL = say("options.reading.heading")


@dataclass(frozen=True)
class Shared:
    """Settings that more than one reader has; each names its own, see `same`."""

    limit: int | None = option(
        None,
        say("options.reading.limit"),
        words=say("options.reading.limit_called"),
        quiet=True,
        least=1,
        group=OF_ALL,
    )
    missing: str = option(
        "auto",
        say("options.reading.missing"),
        words=say("options.reading.missing_called"),
        quiet=True,
        group=OF_ALL,
    )
    prepare: str = option(
        "",
        say("options.reading.prepare", names=tuple(STEPS)),
        words=say("options.reading.prepare_called"),
        quiet=True,
        metavar="TEXT",
        group=OF_ALL,
    )
    merge: str = option(
        "",
        say("options.reading.merge"),
        words=say("options.reading.merge_called"),
        quiet=True,
        group=say("options.reading.of_trees"),
    )
