"""`recurra report DIR`: draw the report again from the records; --costs prints where time went."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    folders: Annotated[
        list[Path], typer.Argument(help="Folders of finished comparisons.", metavar="DIR ...")
    ],
    costs: Annotated[
        bool,
        typer.Option("--costs", help="Print where their time went as Markdown, a column for each."),
    ] = False,
) -> None:
    """Draw the report of a comparison again from its records."""
    if costs:
        from recurra.report.folder import read
        from recurra.report.wall_time import markdown

        typer.echo(markdown({str(folder): read(folder) for folder in folders}), nl=False)
        return
    from recurra.report.page import write

    for folder in folders:
        typer.echo(write(folder))
