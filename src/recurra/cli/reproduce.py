"""`recurra reproduce PAPER`: a paper's claims, expected and measured."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.cli.compare import remaining
from recurra.errors import SettingError

if TYPE_CHECKING:
    from rich.console import Console

    from recurra.papers.laboratory import Outcome, Progress


def reproduce(
    paper: Annotated[
        str, typer.Argument(help="forgetting or le2016.", show_default=False, metavar="PAPER")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="Try the machinery in minutes; numbers mean nothing.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Longer trainings, more seeds: many hours.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder; one that was begun goes on. By default recurra-PAPER[-SIZE]."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; by default one a core.", min=1)
    ] = None,
) -> None:
    """Test a paper again: claims as expected, measured with interval, and verdict; and a report.

    The default size ends within an hour on two cores. Interrupted, it goes on with the same
    command.
    """
    from rich.console import Console

    from recurra.papers import find
    from recurra.papers.laboratory import run

    if quick and full:
        raise SettingError("give --quick or --full, not both")
    size = "quick" if quick else "full" if full else "default"
    chosen = find(paper)
    name = f"recurra-{paper}" + ("" if size == "default" else f"-{size}")
    console = Console(stderr=True, highlight=False)
    for sentence in (f"{chosen.title} ({chosen.cite})", *chosen.protocol(size)):
        console.print(sentence, markup=False)
    with Display(console) as display:
        found = run(
            chosen,
            out or Path(name),
            size=size,
            number=workers,
            command=("recurra", *sys.argv[1:]),
            progress=display.show,
        )
    _conclude(found, console)


class Display:
    """A progress bar with the time left on a terminal; now and then a line elsewhere."""

    def __init__(self, console: "Console") -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self.console = console
        self._told = -1
        self._bar = Progress(
            TextColumn("{task.description:<18}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("starting", total=None, left="")

    def __enter__(self) -> "Display":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, progress: "Progress") -> None:
        """Take where it is."""
        left = remaining(progress.seconds_left)
        self._bar.update(
            self._task,
            description=progress.stage,
            completed=progress.done,
            total=progress.total,
            left=left,
        )
        tenth = 10 * progress.done // max(1, progress.total)
        if not self.console.is_terminal and tenth != self._told:
            self._told = tenth
            line = f"... {progress.stage}: {progress.done} of {progress.total}"
            self.console.print(f"{line}, {left}" if left else line, markup=False)


def _conclude(found: "Outcome", console: "Console") -> None:
    from recurra.report.paper_page import WORDS, headline, measured

    if found.reproduction.size == "quick":
        typer.echo("A quick run: it tries the machinery, its numbers mean nothing.")
    typer.echo(headline(list(found.claims)))
    for claim in found.claims:
        typer.echo(f"\n{claim.says}")
        typer.echo(f"  expected  {claim.expected}; {claim.source}")
        typer.echo(f"  measured  {measured(claim)}; {claim.conditions}")
        typer.echo(f"  verdict   {WORDS[claim.verdict]}")
    typer.echo("\nGuessed:")
    for line in found.reproduction.guessed:
        typer.echo(f"  {line}")
    console.print(f"\nReport: {found.folder / 'report.html'}", markup=False)
