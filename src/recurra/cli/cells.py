"""`recurra cells`, `recurra cells list` and `recurra cells show NAME`."""

import json
import shutil
from dataclasses import asdict
from typing import Annotated

import typer

cells_app = typer.Typer(
    help="The gallery of cells: equations, parameters, operations, generated code.",
    invoke_without_command=True,
)
Json = Annotated[bool, typer.Option("--json", help="Print the facts instead, as JSON.")]
Inputs = Annotated[int, typer.Option("--input-size", help="Inputs, for the counts.", min=1)]
Units = Annotated[int, typer.Option("--hidden-size", help="Units, for the counts.", min=1)]


@cells_app.callback()
def all_cells(context: typer.Context) -> None:
    """The gallery of cells. Without a command: the whole of it, equations included."""
    if context.invoked_subcommand is not None:
        return
    from recurra.cli import gallery

    for f in gallery.described():
        typer.echo(gallery.page(f))


@cells_app.command("list")
def list_cells(
    json_: Json = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page of the documentation.")
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


@cells_app.command("show")
def show_cell(
    name: Annotated[str, typer.Argument(help='A name, "scrn(alpha=0.9)" or FILE.py:NAME.')],
    backend: Annotated[
        str | None, typer.Option(help="Print the code that this backend runs, too.")
    ] = None,
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


@cells_app.command("fuzz")
def fuzz_cells(
    count: Annotated[int, typer.Option(help="How many random cells.", min=1)] = 100,
    seed: Annotated[int, typer.Option(help="Another seed, other cells.")] = 0,
    trees: Annotated[bool, typer.Option("--trees", help="Cells for trees.")] = False,
    compiled: Annotated[
        int, typer.Option(help="How many run on compiled kernels; the others are interpreted.")
    ] = 0,
    backend: Annotated[str, typer.Option(help="Run all of them on this backend.")] = "",
) -> None:
    """Hold random cells to the reference and to finite differences: values and all gradients.

    A cell that fails is made as small as it can be and still fail, printed, and written to
    fuzz-SEED-NUMBER.py in this folder. The exit code is 1 where a cell is wrong.

    Example: recurra cells fuzz --count 200 --seed 7 --compiled 20
    """
    from recurra.cli.fuzz import fuzz

    fuzz(count, seed, trees, compiled, backend)
