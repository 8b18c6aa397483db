"""`recurra cells list` and `recurra cells show NAME`."""

from typing import Annotated

import typer

cells_app = typer.Typer(
    help="The gallery of cells: equations, parameters, generated code.", no_args_is_help=True
)


@cells_app.command("list")
def list_cells() -> None:
    """Names, states and parameters by formula (m inputs, n units) of all cells."""
    from rich.console import Console
    from rich.table import Table

    from recurra import cells
    from recurra.compiler.measure import formula

    table = Table(box=None, pad_edge=False)
    for heading in ("cell", "states", "parameters of a layer", "what it is"):
        table.add_column(heading, no_wrap=heading != "what it is")
    for name in (*cells.NAMES, *cells.TREE_NAMES):
        cell = cells.find(name)
        star = "*" if name in cells.DEFAULT else ""
        summary = cell.doc.splitlines()[0]
        table.add_row(name + star, " ".join(cell.states), formula(cell), summary)
    Console().print(table)
    typer.echo("\n* compared by default. m: width of the input, n: hidden size, one bias a gate.")


@cells_app.command("show")
def show_cell(
    name: Annotated[str, typer.Argument(help='A name, "scrn(alpha=0.9)" or FILE.py:NAME.')],
    backend: Annotated[
        str | None, typer.Option(help="Print the code that this backend runs, too.")
    ] = None,
    input_size: Annotated[int, typer.Option(help="Inputs, for the counts.")] = 28,
    hidden_size: Annotated[int, typer.Option(help="Units, for the counts.")] = 100,
) -> None:
    """Equations, citation, sizes, parameters and operations of one cell."""
    from recurra import cells
    from recurra.compiler.choose import source
    from recurra.compiler.measure import formula, operations, parameters, sizes, state_units

    cell = cells.find(name)
    graph = cell.graph()
    cost = operations(cell, input_size, hidden_size)
    typer.echo(f"{cell.name}\n\n{cell.doc}\n")
    typer.echo("\n".join(f"    {line}" for line in cell.equations.splitlines()) + "\n")
    facts = {
        "from": cell.cite or "-",
        "states": ", ".join(
            f"{n} ({units})" for n, units in state_units(graph, sizes(cell, hidden_size)).items()
        ),
        "options": ", ".join(f"{k}={v!r}" for k, v in cell.options.items()) or "none",
        "tensors": "; ".join(f"{g.name}: {' '.join(g.params)}" for g in graph.groups),
        "parameters": f"{formula(cell)}  (m inputs, n units)",
        f"with m={input_size}, n={hidden_size}": (
            f"{parameters(cell, input_size, hidden_size):,} parameters; a step costs "
            f"{cost.flops:,} operations (a multiply-add is two) and {cost.transcendental:,} "
            "exp, tanh or the like"
        ),
    }
    for key, value in facts.items():
        typer.echo(f"{key:<20}{value}")
    if backend is not None:
        typer.echo(f"\n{source(backend, graph)}")
