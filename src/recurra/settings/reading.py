"""What data are read, and how. Each setting names the readers that take it; others refuse it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from recurra.settings.option import option
from recurra.settings.tasks import TASKS
from recurra.words import say

IMAGES, SERIES, TREES, PROBES, TABLES = "images", "series", "trees", "probes", "tables"
FILES = (IMAGES, SERIES, TREES, TABLES)
OF_TABLES, OF_PROBES = say("options.reading.of_tables"), say("options.reading.of_probes")


@dataclass(frozen=True)
class Source:
    """Where the data come from and how they are to be read."""

    heading: ClassVar = say("options.reading.heading")

    data: str = ""  # a path, or the name of a data set that comes with the installation
    task: str = option(
        "auto",
        say("options.reading.task", names=tuple(TASKS)),
    )
    order: str = option(
        "row",
        say("options.reading.order"),
        words=say("options.reading.order_called"),
        quiet=True,
        of=(IMAGES,),
    )
    limit: int | None = option(
        None,
        say("options.reading.limit"),
        words=say("options.reading.limit_called"),
        quiet=True,
        least=1,
        of=FILES,
    )
    target: tuple[str, ...] = option(
        (), say("options.reading.target"), metavar="COL[,COL]", of=(TABLES,), group=OF_TABLES
    )
    time: tuple[str, ...] = option(
        (),
        say("options.reading.time"),
        words=say("options.reading.time_called"),
        quiet=True,
        metavar="COL[,COL]",
        of=(TABLES,),
        group=OF_TABLES,
    )
    horizon: int = option(1, say("options.reading.horizon"), least=1, of=(TABLES,), group=OF_TABLES)
    lookback: int | None = option(
        None,
        say("options.reading.lookback"),
        least=1,
        usual=say("options.reading.lookback_usual"),
        of=(TABLES,),
        group=OF_TABLES,
    )
    known: tuple[str, ...] = option(
        (),
        say("options.reading.known"),
        words=say("options.reading.known_called"),
        quiet=True,
        metavar="COL[,COL]",
        of=(TABLES,),
        group=OF_TABLES,
    )
    group: str | None = option(
        None,
        say("options.reading.group"),
        words=say("options.reading.group_called"),
        quiet=True,
        metavar="COL",
        of=(TABLES,),
        group=OF_TABLES,
    )
    transform: str = option(
        "none",
        say("options.reading.transform"),
        words=say("options.reading.transform_called"),
        quiet=True,
        of=(TABLES,),
        group=OF_TABLES,
    )
    length: str = option(
        "",
        say("options.reading.length"),
        words=say("options.reading.length_called"),
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    depth: str = option(
        "",
        say("options.reading.depth"),
        words=say("options.reading.depth_called"),
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    trees: str = option(
        "",
        say("options.reading.trees"),
        words=say("options.reading.trees_called"),
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    examples: int | None = option(
        None,
        say("options.reading.examples"),
        words=say("options.reading.examples_called"),
        quiet=True,
        least=1,
        of=(PROBES,),
        group=OF_PROBES,
    )
    seed: int = 0  # of a probe's examples
    merge: str = option(
        "",
        say("options.reading.merge"),
        words=say("options.reading.merge_called"),
        quiet=True,
        group=say("options.reading.of_trees"),
    )
    missing: str = option(
        "auto",
        say("options.reading.missing"),
        words=say("options.reading.missing_called"),
        quiet=True,
        of=(SERIES, TABLES),
    )


def placed(reading: Source, data: object, seed: int = 0) -> Source:
    """The reading of these data; the seed is that of a probe's examples.

    >>> placed(Source(order="column"), "digits", seed=3)  # doctest: +ELLIPSIS
    Source(data='digits', task='auto', order='column', ... seed=0, ...)
    """
    name = "" if data is None else str(data)
    return replace(reading, data=name, seed=seed if name.startswith("probe:") else 0)
