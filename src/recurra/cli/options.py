"""Options that several commands share, in groups: a field is an option."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any

import typer

from recurra.records import Source

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


@dataclass(frozen=True)
class Training:
    """How networks are trained."""

    optimizer: Annotated[str, typer.Option(help="adam, sgd (with momentum) or adagrad.")] = "adam"
    schedule: Annotated[
        str,
        typer.Option(help="Learning rate: none, or plateau (halved where the score stays behind)."),
    ] = "none"
    init: Annotated[
        str, typer.Option(help="Starting weights: uniform, glorot, orthogonal, identity or chrono.")
    ] = "uniform"
    recurrent_dropout: Annotated[
        float, typer.Option(help="Share of a state dropped on its way into products, below 1.")
    ] = 0.0
    zoneout: Annotated[float, typer.Option(help="Share of units that keep their state a step.")] = (
        0.0
    )
    hidden_gradient_clip: Annotated[
        float,
        typer.Option(help="Largest norm of the gradient at a state and step; 0: not limited."),
    ] = 0.0
    output: Annotated[str, typer.Option(help="Of classifiers: softmax or logistic.")] = "softmax"
    loss: Annotated[str, typer.Option(help="Of classifiers: cross_entropy or squared_error.")] = (
        "cross_entropy"
    )
    inputs: Annotated[
        str,
        typer.Option(
            help="Columns of a cell with several inputs: x=4,gap=1 or x=COL+COL,mask=mask.",
            metavar="NAME=...",
        ),
    ] = ""
    class_weights: Annotated[
        str, typer.Option(help="none, or balanced: rare classes count more in the loss.")
    ] = "none"


def names(text: str) -> tuple[str, ...]:
    """What stands between commas.

    >>> names("a, b")
    ('a', 'b')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())


def spelled_out(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each field of those of its parameters that are groups.

    >>> @spelled_out
    ... def read(data: str, reading: Reading) -> None:
    ...     print(data, reading.order)
    >>> list(inspect.signature(read).parameters)[:3]
    ['data', 'task', 'order']
    >>> read(data="digits", order="column")
    digits column
    """
    own = inspect.signature(command).parameters
    groups: dict[str, Any] = {
        name: p.annotation for name, p in own.items() if is_dataclass(p.annotation)
    }

    @functools.wraps(command)
    def spelled(**given: Any) -> None:
        for name, group in groups.items():
            known = [field.name for field in fields(group) if field.name in given]
            given[name] = group(**{one: given.pop(one) for one in known})
        command(**given)

    found: dict[str, inspect.Parameter] = {}
    for name, parameter in own.items():
        group = groups.get(name)
        found |= inspect.signature(group).parameters if group else {name: parameter}
    named = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in found.values()]
    spelled.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
    spelled.__annotations__ = {p.name: p.annotation for p in named}
    return spelled
