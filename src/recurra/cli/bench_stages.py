"""`recurra bench stages`: where the time of one training step goes."""

from typing import TYPE_CHECKING, Annotated

import typer

from recurra.errors import SettingError
from recurra.words import say, text

if TYPE_CHECKING:
    from recurra.bench.stages import Profile


def stages(
    cell: Annotated[str, typer.Argument(help=text("commands.bench.stages_cell"))] = "lstm",
    shape: Annotated[str, typer.Option(help=text("commands.bench.stages_shape"))] = "100,32,64,128",
    rounds: Annotated[int, typer.Option(help=text("commands.bench.stages_rounds"), min=3)] = 30,
    seed: Annotated[int, typer.Option(help=text("commands.shared.weights_and_inputs"), min=0)] = 0,
) -> None:
    """Time the stages of one training step, forward and backward, on one thread."""
    from recurra.bench.machine import machine, versions
    from recurra.bench.shapes import parse
    from recurra.bench.stages import profile

    sizes = parse(shape)
    if len(sizes) != 1:
        raise SettingError(say("cli.bench.one_shape"))
    found = profile(cell, sizes[0], rounds, seed)
    typer.echo(text("cli.bench.stages", cell=cell, shape=shape, seed=seed, rounds=rounds))
    typer.echo(", ".join(f"{k} {v}" for k, v in {**machine(), **versions()}.items()))
    for sentence in _lines(found):
        typer.echo(sentence)


def _lines(found: "Profile") -> list[str]:
    from recurra.bench.columns import padded

    def line(what: str, seconds: float) -> str:
        return f"{padded(what, 62)} {seconds * 1e3:>9.3f} ms {100 * seconds / found.whole:>6.1f} %"

    lines = [
        line(text("cli.bench.stage", direction=s.direction, name=s.name), s.seconds)
        for s in found.stages
    ]
    lines += [
        line(text("cli.bench.outside"), found.rest),
        line(text("cli.bench.whole"), found.whole),
        line(text("cli.bench.products", rate=found.rate), found.bound),
    ]
    return lines
