"""`recurra cells`, `recurra cells list` and `recurra cells show NAME`."""

import json
import shutil
from dataclasses import asdict
from typing import Annotated

import typer

from recurra.cli.grouped import Commands, Grouped
from recurra.words import text

cells_app = typer.Typer(cls=Commands, help=text("commands.cells.does"), invoke_without_command=True)
Json = Annotated[bool, typer.Option("--json", help=text("commands.cells.json"))]
Inputs = Annotated[int, typer.Option("--input-size", help=text("commands.cells.input_size"), min=1)]
Units = Annotated[
    int, typer.Option("--hidden-size", help=text("commands.cells.hidden_size"), min=1)
]


@cells_app.callback()
def all_cells(context: typer.Context) -> None:
    """The gallery of cells. Without a command: the whole of it, equations included."""
    if context.invoked_subcommand is not None:
        return
    from recurra.cli import gallery

    for f in gallery.described():
        typer.echo(gallery.page(f))


@cells_app.command("list", cls=Grouped, help=text("commands.cells.list_does"))
def list_cells(
    json_: Json = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=text("commands.cells.markdown"))
    ] = False,
    input_size: Inputs = 28,
    hidden_size: Units = 100,
) -> None:
    """One line a cell: states, parameters by formula, what the loop holds, operations of a step."""
    from recurra.cli import gallery

    found = gallery.described(input_size, hidden_size)
    if json_:
        typer.echo(json.dumps([asdict(f) for f in found], indent=1))
    elif markdown:
        typer.echo(gallery.markdown(found), nl=False)
    else:
        typer.echo(gallery.table(found, shutil.get_terminal_size().columns))
        typer.echo(f"\n{gallery.legend(found)}")


@cells_app.command("show", cls=Grouped, help=text("commands.cells.show_does"))
def show_cell(
    name: Annotated[str, typer.Argument(help=text("commands.shared.cell"))],
    backend: Annotated[str | None, typer.Option(help=text("commands.cells.backend"))] = None,
    json_: Json = False,
    input_size: Inputs = 28,
    hidden_size: Units = 100,
) -> None:
    """Equations, citation, sizes, parameters and operations of one cell."""
    from recurra import cells
    from recurra.cli import gallery
    from recurra.compiler.choose import source
    from recurra.compiler.facts import facts

    cell = cells.find(name)
    found = facts(cell, input_size, hidden_size)
    if json_:
        typer.echo(json.dumps(asdict(found), indent=1))
        return
    typer.echo(gallery.page(found), nl=False)
    if backend is not None:
        typer.echo(f"\n{source(backend, cell.graph())}")


@cells_app.command("fuzz", cls=Grouped, help=text("commands.cells.fuzz_does"))
def fuzz_cells(
    count: Annotated[int, typer.Option(help=text("commands.cells.count"), min=1)] = 100,
    seed: Annotated[int, typer.Option(help=text("commands.cells.seed"))] = 0,
    trees: Annotated[bool, typer.Option("--trees", help=text("commands.cells.trees"))] = False,
    compiled: Annotated[int, typer.Option(help=text("commands.cells.compiled"))] = 0,
    backend: Annotated[str, typer.Option(help=text("commands.cells.fuzz_backend"))] = "",
) -> None:
    """Hold random cells to the reference and to finite differences: values and all gradients."""
    from recurra.cli.fuzz import fuzz

    fuzz(count, seed, trees, compiled, backend)


@cells_app.command("check", cls=Grouped, help=text("commands.cells.check_does"))
def check_cell(
    name: Annotated[str, typer.Argument(help=text("commands.cells.check_name"))],
) -> None:
    """Hold one cell to the conformance suite: one table of what holds on every backend."""
    from recurra.cli.check import check

    check(name)
