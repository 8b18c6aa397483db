"""`recurra reproduce PAPER`: a paper's claims, expected and measured."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.claims import Look
from recurra.cli.bar import Bar
from recurra.errors import SettingError
from recurra.settings.training import OPTIMIZERS
from recurra.words import say, text

if TYPE_CHECKING:
    from rich.console import Console

    from recurra.papers.laboratory import Outcome, Progress
    from recurra.report.paper_page import Row


def reproduce(
    paper: Annotated[
        str,
        typer.Argument(help=text("commands.reproduce.paper"), show_default=False, metavar="PAPER"),
    ],
    quick: Annotated[bool, typer.Option("--quick", help=text("commands.reproduce.quick"))] = False,
    full: Annotated[bool, typer.Option("--full", help=text("commands.reproduce.full"))] = False,
    seed: Annotated[int, typer.Option(help=text("commands.reproduce.seed"), min=0)] = 0,
    rates: Annotated[
        str, typer.Option(help=text("commands.reproduce.rates"), metavar="A,B,C")
    ] = "",
    optimizer: Annotated[
        str, typer.Option(help=text("commands.reproduce.optimizer", names=tuple(OPTIMIZERS)))
    ] = "",
    updates: Annotated[
        int | None, typer.Option(help=text("commands.reproduce.updates"), min=1)
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help=text("commands.reproduce.only"),
            metavar="TEXT",
        ),
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option(help=text("commands.reproduce.beside"), metavar="DIR"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help=text("commands.reproduce.out")),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help=text("commands.reproduce.workers"), min=1)
    ] = None,
) -> None:
    """Test a paper again: claims as expected, measured with interval, and verdict; and a report."""
    from rich.console import Console

    from recurra.papers import find
    from recurra.papers.laboratory import run
    from recurra.papers.setup import set_up

    if quick and full:
        raise SettingError(say("errors.not_both", one="--quick", other="--full"))
    size = "quick" if quick else "full" if full else "default"
    look = Look(seed, _numbers(rates), optimizer, updates or 0, tuple(only or ()))
    chosen = find(paper)
    setup = set_up(chosen, size, look)
    console = Console(stderr=True, highlight=False)
    name = text("cli.reproduce.paper", title=chosen.title, cite=chosen.cite)
    for sentence in (name, *chosen.protocol(setup)):
        console.print(str(sentence), markup=False)
    with Display(console) as display:
        found = run(
            chosen,
            out or Path(_folder(paper, size, setup.look)),
            size=size,
            look=look,
            beside=beside,
            number=workers,
            command=("recurra", *sys.argv[1:]),
            progress=display.show,
        )
    _conclude(found, console)


def _numbers(given: str) -> tuple[float, ...]:
    """
    >>> _numbers("0.001, 0.004"), _numbers("")
    ((0.001, 0.004), ())
    """
    try:
        return tuple(float(part) for part in given.split(",")) if given.strip() else ()
    except ValueError:
        raise SettingError(say("cli.reproduce.rates_are_numbers", given=given)) from None


def _folder(paper: str, size: str, look: Look) -> str:
    """
    >>> _folder("le2016", "quick", Look(seed=10, optimizer="adagrad"))
    'recurra-le2016-quick-seed10-adagrad'
    """
    parts = [
        "" if size == "default" else size,
        f"seed{look.seed}" if look.seed else "",
        look.optimizer,
        "rates" if look.rates else "",
        f"{look.updates}updates" if look.updates else "",
        "part" if look.only else "",
    ]
    return "-".join(["recurra", paper, *filter(None, parts)])


class Display(Bar):
    """A progress bar with the time left on a terminal; now and then a line elsewhere."""

    def __init__(self, console: "Console") -> None:
        super().__init__(console, width=18, counted=True)
        self._told = -1

    def show(self, progress: "Progress") -> None:
        """Take where it is."""
        stage, done, total = str(progress.stage), progress.done, progress.total
        left = self.update(stage, done, total, progress.seconds_left)
        tenth = 10 * done // max(1, total)
        if not self.console.is_terminal and tenth != self._told:
            self._told = tenth
            line = text("cli.reproduce.progress", stage=stage, done=done, total=total, left=left)
            self.console.print(line, markup=False)


def _conclude(found: "Outcome", console: "Console") -> None:
    from recurra.report.paper_page import UNMEASURED, agreement, headline, pairs, row

    if found.reproduction.size == "quick":
        typer.echo(text("cli.reproduce.quick"))
    typer.echo(headline(found.claims))
    if found.beside:
        typer.echo(agreement(pairs(found.claims, found.beside)))
    earlier = {claim.key: row(claim) for claim in found.beside.claims} if found.beside else {}
    for one in (row(claim) for claim in found.claims if claim.verdict != UNMEASURED):
        typer.echo(f"\n{_claim(one)}")
        if one.key in earlier:
            before = earlier[one.key]
            typer.echo(
                text("cli.reproduce.earlier", verdict=before.judged, measured=before.measured)
            )
    absent = [row(claim) for claim in found.claims if claim.verdict == UNMEASURED]
    if absent:
        typer.echo("\n" + text("cli.reproduce.unmeasured"))
    for one in absent:
        typer.echo(text("cli.reproduce.reason", says=one.says, key=one.key, why=one.why))
    typer.echo("\n" + text("cli.reproduce.guessed"))
    for line in found.reproduction.guessed:
        typer.echo(f"  {line}")
    file = found.folder / "report.html"
    console.print("\n" + text("cli.reproduce.report", file=file), markup=False)


def _claim(one: "Row") -> str:
    return text(
        "cli.reproduce.claim",
        says=one.says,
        key=one.key,
        expected=one.expected,
        source=one.source,
        measured=one.measured,
        conditions=one.conditions,
        verdict=one.judged,
        why=one.why,
    )
