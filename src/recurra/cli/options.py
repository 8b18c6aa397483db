"""Options of the command line from records of settings: a setting is an option."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from recurra.records import Source
from recurra.settings import Setting, arguments, settings
from recurra.settings import made as settings_made

Data = Annotated[
    str,
    typer.Argument(
        help="digits, a folder with IDX files, a .ts file or folder, a CSV or Parquet table, "
        "probe:NAME.",
        show_default=False,
    ),
]


@dataclass(frozen=True)
class Reading:
    """How data are to be read."""

    task: Annotated[
        str,
        typer.Option(
            help="auto, classification or forecasting; of trees nodes: the labels of all nodes "
            "teach."
        ),
    ] = "auto"
    order: Annotated[
        str, typer.Option(help="Images as sequences: row, column, pixel or permuted (pixels).")
    ] = "row"
    limit: Annotated[
        int | None, typer.Option(help="Use at most this many training examples.", min=1)
    ] = None
    target: Annotated[
        str, typer.Option(help="Columns to forecast, with commas.", metavar="COL[,COL]")
    ] = ""
    time: Annotated[
        str,
        typer.Option(help="Column of the time, or several that make it up.", metavar="COL[,COL]"),
    ] = ""
    horizon: Annotated[int, typer.Option(help="Steps to forecast.", min=1)] = 1
    lookback: Annotated[
        int | None,
        typer.Option(help="Steps that a forecast sees; by default from the season.", min=1),
    ] = None
    known: Annotated[
        str, typer.Option(help="Columns known in the future.", metavar="COL[,COL]")
    ] = ""
    group: Annotated[
        str | None, typer.Option(help="Column that names the series.", metavar="COL")
    ] = None
    transform: Annotated[
        str, typer.Option(help="Forecast none, diff or logreturn of the target.")
    ] = "none"
    missing: Annotated[
        str,
        typer.Option(
            help="Channels for missing values: auto, none, mask (seen or not), gap (time since "
            "seen) or mask+gap."
        ),
    ] = "auto"
    length: Annotated[str, typer.Option(help="Of a probe: steps, or a range such as 21-30.")] = ""
    depth: Annotated[
        str, typer.Option(help="Of a probe: how far from the end or the root the keyword stands.")
    ] = ""
    trees: Annotated[
        str, typer.Option(help="Of a probe: on random binary trees, split or catalan.")
    ] = ""
    examples: Annotated[
        int | None, typer.Option(help="Of a probe: how many, all parts together.", min=1)
    ] = None
    merge: Annotated[
        str, typer.Option(help='Of trees: labels as classes, "negative=0,1 positive=3,4".')
    ] = ""

    def given(self) -> dict[str, Any]:
        """The arguments of `recurra.compare`."""
        listed = {name: names(getattr(self, name)) for name in ("target", "time", "known")}
        return {**vars(self), **listed}

    def source(self, data: str, seed: int) -> Source:
        """The record of it; the seed is that of a probe's examples."""
        from recurra.data.probes import is_probe

        return Source(data, **self.given(), seed=seed if is_probe(data) else 0)


def names(text: str) -> tuple[str, ...]:
    """What stands between commas.

    >>> names("a, b")
    ('a', 'b')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())


def spelled_out(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each setting of those of its parameters that are records.

    >>> @spelled_out
    ... def read(data: str, reading: Reading) -> None:
    ...     print(data, reading.order)
    >>> list(inspect.signature(read).parameters)[:3]
    ['data', 'task', 'order']
    >>> read(data="digits", order="column")
    digits column
    """
    return arguments.spelled_out(command, options, made)


def options(kind: Any) -> list[inspect.Parameter]:
    """The options of a record; of one without settings, its fields."""
    found = dict(settings(kind))
    if not found:
        return [_by_keyword(p) for p in inspect.signature(kind).parameters.values()]
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=_annotated(one)
        )
        for name, one in found.items()
    ]


def made(kind: Any, given: dict[str, Any]) -> Any:
    """A record from the values of its options."""
    return settings_made(kind, given) if dict(settings(kind)) else kind(**given)


def _annotated(setting: Setting) -> Any:
    said = setting.option
    heading = said.group or getattr(setting.record, "heading", None)
    return Annotated[
        setting.type,
        typer.Option(
            help=arguments.sentence(said),
            min=said.least,
            max=said.most,
            metavar=said.metavar or None,
            rich_help_panel=heading,
        ),
    ]


def _by_keyword(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
