"""`recurra bench trees`: batches of trees beside node by node and the package pytorch-tree-lstm."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.words import say, text

if TYPE_CHECKING:
    from recurra.data import Trees


def trees(
    data: Annotated[Path, typer.Argument(help=text("commands.bench.trees_data"))],
    batch: Annotated[int, typer.Option(help=text("commands.bench.trees_batch"), min=1)] = 25,
    units: Annotated[int, typer.Option(help=text("commands.bench.trees_units"), min=1)] = 50,
    threads: Annotated[int, typer.Option(help=text("commands.bench.trees_threads"), min=1)] = 1,
    seed: Annotated[int, typer.Option(help=text("commands.shared.weights_and_inputs"), min=0)] = 0,
    rounds: Annotated[int, typer.Option(help=text("commands.shared.rounds"), min=7)] = 7,
    seconds: Annotated[float, typer.Option(help=text("commands.bench.trees_seconds"), min=1)] = 30,
    as_json: Annotated[
        bool, typer.Option("--json", help=text("commands.bench.trees_json"))
    ] = False,
) -> None:
    """Time a batch of trees, forward and backward, in milliseconds."""
    from recurra.bench.trees import head, record, sentences, told, tree_times
    from recurra.compiler.forest import Forest

    found = _gathered(data)
    own = [found[k] for k in range(min(batch, len(found)))]
    conditions, times = tree_times(
        [Forest.of([(t.parent, t.token)]) for t in own],
        units, threads=threads, seed=seed, rounds=rounds, seconds=seconds,
    )  # fmt: skip
    if as_json:
        typer.echo(json.dumps({"data": str(data), **record(conditions, times)}))
        return
    for sentence in told(conditions):
        typer.echo(sentence)
    typer.echo(head())
    for sentence in sentences(times):
        typer.echo(sentence)


def _gathered(data: Path) -> "Trees":
    from recurra.data import Trees, gather
    from recurra.data.treebank import is_trees
    from recurra.errors import DataError
    from recurra.records import Source

    remedy = say("cli.bench.what_a_treebank_is")
    if data.is_file() and not is_trees(data):  # not read as a table, whose faults say nothing here
        raise DataError(say("cli.bench.no_treebank"), file=data, remedy=remedy)
    found = gather(Source(str(data)))
    if not isinstance(found, Trees):
        raise DataError(say("cli.bench.no_trees"), file=data, remedy=remedy)
    return found
