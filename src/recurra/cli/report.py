"""`recurra report DIR`: draw the report again from the records; --costs prints where time went."""

from pathlib import Path
from typing import Annotated

import typer

from recurra.words import text


def report(
    folders: Annotated[
        list[Path],
        typer.Argument(help=text("commands.report.folders"), metavar="DIR ..."),
    ],
    costs: Annotated[
        bool,
        typer.Option("--costs", help=text("commands.report.costs")),
    ] = False,
) -> None:
    """Draw the report of a comparison or of a reproduction again from its records."""
    from recurra.report.folder import read

    if costs:
        from recurra.report.wall_time import markdown

        typer.echo(markdown({str(folder): read(folder) for folder in folders}), nl=False)
        return
    papers = {folder: (folder / "paper.json").is_file() for folder in folders}
    for folder in folders:
        if not papers[folder]:
            read(folder)  # what is wrong is said before what draws is loaded
    from recurra.report import page, paper_page

    for folder in folders:
        typer.echo((paper_page if papers[folder] else page).write(folder))
