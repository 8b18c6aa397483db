"""Options that several commands share: how data are to be read."""

from typing import Annotated

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
Task = Annotated[
    str,
    typer.Option(
        help="auto, classification or forecasting; of trees nodes: the labels of all nodes teach."
    ),
]
Order = Annotated[
    str, typer.Option(help="Images as sequences: row, column, pixel or permuted (pixels).")
]
Limit = Annotated[int | None, typer.Option(help="Use at most this many training examples.", min=1)]
Target = Annotated[str, typer.Option(help="Columns to forecast, with commas.", metavar="COL[,COL]")]
Time = Annotated[
    str, typer.Option(help="Column of the time, or several that make it up.", metavar="COL[,COL]")
]
Horizon = Annotated[int, typer.Option(help="Steps to forecast.", min=1)]
Lookback = Annotated[
    int | None, typer.Option(help="Steps that a forecast sees; by default from the season.", min=1)
]
Known = Annotated[str, typer.Option(help="Columns known in the future.", metavar="COL[,COL]")]
Group = Annotated[str | None, typer.Option(help="Column that names the series.", metavar="COL")]
Transform = Annotated[str, typer.Option(help="Forecast none, diff or logreturn of the target.")]
Optimizer = Annotated[str, typer.Option(help="adam, sgd (with momentum) or adagrad.")]
Schedule = Annotated[
    str, typer.Option(help="Learning rate: none, or plateau (halved where the score stays behind).")
]
Init = Annotated[
    str, typer.Option(help="Starting weights: uniform, glorot, orthogonal, identity or chrono.")
]
RecurrentDropout = Annotated[
    float, typer.Option(help="Share of a state dropped on its way into products, below 1.")
]
Zoneout = Annotated[float, typer.Option(help="Share of units that keep their state a step.")]
HiddenGradientClip = Annotated[
    float, typer.Option(help="Largest norm of the gradient at a state and step; 0: not limited.")
]
Output = Annotated[str, typer.Option(help="Of classifiers: softmax or logistic.")]
Loss = Annotated[str, typer.Option(help="Of classifiers: cross_entropy or squared_error.")]
ClassWeights = Annotated[
    str, typer.Option(help="none, or balanced: rare classes count more in the loss.")
]

Length = Annotated[str, typer.Option(help="Of a probe: steps, or a range such as 21-30.")]
Depth = Annotated[
    str, typer.Option(help="Of a probe: how far from the end or the root the keyword stands.")
]
TreeShape = Annotated[
    str, typer.Option(help="Of a probe: on random binary trees, split or catalan.")
]
Examples = Annotated[
    int | None, typer.Option(help="Of a probe: how many, all parts together.", min=1)
]
Merge = Annotated[
    str, typer.Option(help='Of trees: labels as classes, "negative=0,1 positive=3,4".')
]


def names(text: str) -> tuple[str, ...]:
    """What stands between commas.

    >>> names("a, b")
    ('a', 'b')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())


def source(
    data: str,
    task: str,
    order: str,
    limit: int | None,
    target: str,
    time: str,
    horizon: int,
    lookback: int | None,
    known: str,
    group: str | None,
    transform: str,
    probe: tuple[str, str, str, int | None] = ("", "", "", None),
    seed: int = 0,
) -> Source:
    """The record of how data are to be read; the seed is that of a probe's examples."""
    from recurra.data.probes import is_probe

    return Source(
        data,
        task,
        order,
        limit,
        names(target),
        names(time),
        horizon,
        lookback,
        names(known),
        group,
        transform,
        *probe,
        seed if is_probe(data) else 0,
    )
