"""`recurra report DIR`: draw the report again from the records; --costs prints where time went."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    folders: Annotated[
        list[Path],
        typer.Argument(help="Folders of finished comparisons or reproductions.", metavar="DIR ..."),
    ],
    costs: Annotated[
        bool,
        typer.Option("--costs", help="Print where their time went as Markdown, a column for each."),
    ] = False,
) -> None:
    """Draw the report of a comparison or of a reproduction again from its records."""
    if costs:
        from recurra.report.folder import read
        from recurra.report.wall_time import markdown

        typer.echo(markdown({str(folder): read(folder) for folder in folders}), nl=False)
        return
    from recurra.report import page, paper_page

    for folder in folders:
        kind = paper_page if (folder / "paper.json").is_file() else page
        typer.echo(kind.write(folder))
