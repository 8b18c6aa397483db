"""Tables over time: CSV, Parquet."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, option, same
from recurra.settings.readers.shared import Shared
from recurra.words import say

_OF_EXAMPLES = say("options.reading.of_examples")
EACH = {n: say("options.reading.each_choice", name=n) for n in ("auto", "group", "step", "window")}
LABEL_BY = {
    n: say("options.reading.label_by_choice", name=n) for n in ("auto", "majority", "any", "last")
}


@dataclass(frozen=True)
class TableSettings:
    """What the columns of a table are, and what is forecast or said of them."""

    heading: ClassVar = say("options.reading.of_tables")

    target: tuple[str, ...] = option((), say("options.reading.target"), metavar="COL[,COL]")
    time: tuple[str, ...] = option(
        (),
        say("options.reading.time"),
        words=say("options.reading.time_called"),
        quiet=True,
        metavar="COL[,COL]",
    )
    horizon: int = option(1, say("options.reading.horizon"), least=1)
    lookback: int | None = option(
        None,
        say("options.reading.lookback"),
        least=1,
        usual=say("options.reading.lookback_usual"),
    )
    known: tuple[str, ...] = option(
        (),
        say("options.reading.known"),
        words=say("options.reading.known_called"),
        quiet=True,
        metavar="COL[,COL]",
    )
    group: str | None = option(
        None,
        say("options.reading.group"),
        words=say("options.reading.group_called"),
        quiet=True,
        metavar="COL",
    )
    transform: str = option(
        "none",
        say("options.reading.transform"),
        words=say("options.reading.transform_called"),
        quiet=True,
    )
    encoding: str = option(
        "",
        say("options.reading.encoding"),
        words=say("options.reading.encoding_called"),
        quiet=True,
        metavar="NAME",
    )
    label: str | None = option(
        None,
        say("options.reading.label"),
        words=say("options.reading.label_called"),
        quiet=True,
        metavar="COL",
        group=_OF_EXAMPLES,
    )
    each: str = option(
        "auto",
        say("options.reading.each"),
        words=say("options.reading.each_called"),
        quiet=True,
        choices=EACH,
        group=_OF_EXAMPLES,
    )
    window: int | None = option(
        None,
        say("options.reading.window"),
        words=say("options.reading.window_called"),
        quiet=True,
        least=1,
        group=_OF_EXAMPLES,
    )
    stride: int | None = option(
        None,
        say("options.reading.stride"),
        words=say("options.reading.stride_called"),
        quiet=True,
        least=1,
        usual=say("options.reading.stride_usual"),
        group=_OF_EXAMPLES,
    )
    label_by: str = option(
        "auto",
        say("options.reading.label_by"),
        words=say("options.reading.label_by_called"),
        quiet=True,
        choices=LABEL_BY,
        group=_OF_EXAMPLES,
    )
    split_by: str | None = option(
        None,
        say("options.reading.split_by"),
        words=say("options.reading.split_by_called"),
        quiet=True,
        metavar="COL",
        group=_OF_EXAMPLES,
    )
    limit: int | None = same(Shared, "limit")
    missing: str = same(Shared, "missing")
    prepare: str = same(Shared, "prepare")

    def __post_init__(self) -> None:
        check(self)
