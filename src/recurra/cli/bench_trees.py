"""`recurra bench trees`: batches of trees beside node by node and another package's algorithm."""

from pathlib import Path
from typing import Annotated

import typer


def trees(
    data: Annotated[Path, typer.Argument(help="A treebank: binary trees with words at leaves.")],
    batch: Annotated[int, typer.Option(help="Trees at a time.", min=1)] = 25,
    units: Annotated[int, typer.Option(help="Units, and numbers of a word.", min=1)] = 50,
    threads: Annotated[int, typer.Option(help="Threads.", min=1)] = 1,
    seconds: Annotated[float, typer.Option(help="Time for all of it.", min=1)] = 30,
) -> None:
    """Time a batch of trees, forward and backward, in milliseconds."""
    from recurra.bench.machine import machine
    from recurra.bench.trees import sentences, tree_times
    from recurra.compiler.forest import Forest
    from recurra.data import Trees
    from recurra.data.read import gather
    from recurra.errors import SettingError
    from recurra.records import Source

    found = gather(Source(str(data)))
    if not isinstance(found, Trees):
        raise SettingError(f"{data} holds no trees")
    own = [found[k] for k in range(min(batch, len(found)))]
    times = tree_times([Forest.of([(t.parent, t.token)]) for t in own], units, seconds, threads)
    typer.echo(", ".join(machine().values()))
    typer.echo(
        f"{len(own)} trees, {times[0].nodes:,} nodes, {times[0].levels} levels; {units} units, "
        f"{threads} thread(s); forward and backward, median of rounds"
    )
    typer.echo(f"{'cell':<9} {'way':<31} {'ms':>8} {'ratio':>8} {'noise':>8}")
    for sentence in sentences(times):
        typer.echo(sentence)
