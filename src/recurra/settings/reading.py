"""What data are read, and how. Each setting names the readers that take it; others refuse it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from recurra.settings.option import option

IMAGES, SERIES, TREES, PROBES, TABLES = "images", "labelled series", "trees", "probes", "tables"
TASKS = ("auto", "classification", "forecasting", "nodes")
FILES = (IMAGES, SERIES, TREES, TABLES)
OF_TABLES, OF_PROBES = "Of tables", "Of probes (probe:NAME)"


@dataclass(frozen=True)
class Source:
    """Where the data come from and how they are to be read."""

    heading: ClassVar = "Reading the data"

    data: str = ""  # a path, or the name of a data set that comes with the installation
    task: str = option(
        "auto",
        "auto, classification or forecasting; of trees nodes: the labels of all nodes teach.",
    )
    order: str = option(
        "row",
        "Images as sequences: row, column, pixel or permuted (pixels).",
        words="Order of an image's pixels",
        quiet=True,
        of=(IMAGES,),
    )
    limit: int | None = option(
        None,
        "Use at most this many training examples.",
        words="At most this many training examples",
        quiet=True,
        least=1,
        of=FILES,
    )
    target: tuple[str, ...] = option(
        (), "Columns to forecast, with commas.", metavar="COL[,COL]", of=(TABLES,), group=OF_TABLES
    )
    time: tuple[str, ...] = option(
        (),
        "Column of the time, or several that make it up.",
        words="Time",
        quiet=True,
        metavar="COL[,COL]",
        of=(TABLES,),
        group=OF_TABLES,
    )
    horizon: int = option(1, "Steps to forecast.", least=1, of=(TABLES,), group=OF_TABLES)
    lookback: int | None = option(
        None,
        "Steps that a forecast sees.",
        least=1,
        usual="from the season",
        of=(TABLES,),
        group=OF_TABLES,
    )
    known: tuple[str, ...] = option(
        (),
        "Columns known in the future.",
        words="Known in the future",
        quiet=True,
        metavar="COL[,COL]",
        of=(TABLES,),
        group=OF_TABLES,
    )
    group: str | None = option(
        None,
        "Column that names the series.",
        words="Grouped by",
        quiet=True,
        metavar="COL",
        of=(TABLES,),
        group=OF_TABLES,
    )
    transform: str = option(
        "none",
        "Forecast none, diff or logreturn of the target.",
        words="Transform of the target",
        quiet=True,
        of=(TABLES,),
        group=OF_TABLES,
    )
    length: str = option(
        "",
        "Steps, or a range such as 21-30.",
        words="Steps of a sequence",
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    depth: str = option(
        "",
        "How far from the end or the root the keyword stands.",
        words="Depth of the keyword",
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    trees: str = option(
        "",
        "On random binary trees, split or catalan.",
        words="Distribution of the trees",
        quiet=True,
        of=(PROBES,),
        group=OF_PROBES,
    )
    examples: int | None = option(
        None,
        "How many, all parts together.",
        words="Examples made",
        quiet=True,
        least=1,
        of=(PROBES,),
        group=OF_PROBES,
    )
    seed: int = 0  # of a probe's examples
    merge: str = option(
        "",
        'Labels as classes, "negative=0,1 positive=3,4".',
        words="Labels as classes",
        quiet=True,
        group="Of trees",
    )
    missing: str = option(
        "auto",
        "Channels for missing values: auto, none, mask (seen or not), gap (time since seen) or "
        "mask+gap.",
        words="Channels for missing values",
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
