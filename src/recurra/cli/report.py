"""`recurra report DIR`: draw the report again from the records."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    folder: Annotated[Path, typer.Argument(help="Folder of a finished comparison.", metavar="DIR")],
) -> None:
    """Draw the report of a comparison again from its records."""
    from recurra.report.page import write

    typer.echo(write(folder))
