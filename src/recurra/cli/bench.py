"""`recurra bench kernels`: the kernels against their rivals; `recurra bench show DIR`."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.cli.bar import Bar
from recurra.cli.grouped import Commands, Grouped
from recurra.settings.text import cells as split_cells
from recurra.settings.text import names
from recurra.words import say, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from recurra.bench.kernels import Progress
    from recurra.report.bench_tables import Grid

bench_app = typer.Typer(cls=Commands, help=text("commands.bench.does"), no_args_is_help=True)
SHORT_TURN, SHORT_ROW = 0.04, 12.0  # seconds of a turn and of a row, for the targets alone
Markdown = Annotated[bool, typer.Option("--markdown", help=text("commands.bench.markdown"))]
Json = Annotated[bool, typer.Option("--json", help=text("commands.bench.json"))]


@bench_app.callback()
def benchmarks() -> None:
    """What is common to all benchmarks."""


@bench_app.command("kernels", cls=Grouped, help=text("commands.bench.kernels_does"))
def kernels(
    cells: Annotated[
        str,
        typer.Option(
            help=text("commands.bench.cells"),
            metavar="LIST",
        ),
    ] = "",
    shapes: Annotated[str, typer.Option(help=text("commands.bench.shapes"), metavar="LIST")] = "",
    modes: Annotated[
        str,
        typer.Option(help=text("commands.bench.modes"), metavar="LIST"),
    ] = "",
    threads: Annotated[str, typer.Option(help=text("commands.bench.threads"))] = "1,2",
    rivals: Annotated[str, typer.Option(help=text("commands.bench.rivals"), metavar="LIST")] = "",
    rounds: Annotated[int, typer.Option(help=text("commands.shared.rounds"), min=7)] = 9,
    backend: Annotated[str, typer.Option(help=text("commands.bench.backend"))] = "auto",
    targets: Annotated[
        bool,
        typer.Option("--targets", help=text("commands.bench.targets")),
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help=text("commands.bench.quick"))] = False,
    out: Annotated[Path | None, typer.Option(help=text("commands.bench.out"))] = None,
    resume: Annotated[
        Path | None,
        typer.Option(help=text("commands.bench.resume"), metavar="DIR"),
    ] = None,
    markdown: Markdown = False,
    json: Json = False,
) -> None:
    """Time every cell at every shape against torch, a Python loop, JAX and onnxruntime."""

    from recurra import cells as gallery
    from recurra.bench import kernels as bench
    from recurra.bench.plan import Settings
    from recurra.bench.shapes import parse

    if resume is not None:
        _shown(resume, markdown, json, lambda show: bench.resume(resume, show))
        return
    standard = Settings()
    settings = Settings(
        cells=gallery.NAMES if cells == "all" else tuple(split_cells(cells)) or standard.cells,
        shapes=parse(shapes),
        modes=names(modes) or standard.modes,
        threads=_numbers(threads),
        rivals=() if rivals == "none" else names(rivals) or standard.rivals,
        rounds=rounds,
        turn=SHORT_TURN if targets else standard.turn,
        row=SHORT_ROW if targets else standard.row,
        quick=quick,
        targets=targets,
        backend=backend,
        command=("recurra", *sys.argv[1:]),
    )
    folder = out or Path(f"bench-{datetime.datetime.now():%Y%m%d-%H%M%S}")
    _shown(folder, markdown, json, lambda show: bench.kernels(settings, folder, show))


def _shown(
    folder: Path, markdown: bool, json: bool, run: "Callable[[Callable[[Progress], None]], object]"
) -> None:
    """Run with a progress bar; print what was recorded, however it ends."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    try:
        with Display(console, width=44) as display:
            run(display.show)
    except KeyboardInterrupt:
        _done(folder, markdown, json, console)
        console.print(text("cli.bench.go_on", folder=folder), markup=False)
        raise
    _done(folder, markdown, json, console)


def _done(folder: Path, markdown: bool, json: bool, console: "Console") -> None:
    from recurra.report import bench_page

    bench_page.write(folder)
    _print(folder, markdown, json)
    console.print("\n" + text("cli.bench.written", folder=folder), markup=False)


@bench_app.command("show", cls=Grouped, help=text("commands.bench.show_does"))
def show(
    folder: Annotated[Path, typer.Argument(help=text("commands.bench.folder"), metavar="DIR")],
    markdown: Markdown = False,
    json: Json = False,
) -> None:
    """Print a benchmark's tables again from its records, and draw its report again."""
    from recurra.report import bench_page

    bench_page.write(folder)
    _print(folder, markdown, json)


class Display(Bar):
    """A progress bar with the time left on a terminal; a line for each row elsewhere."""

    def show(self, progress: "Progress") -> None:
        """Take where the benchmark is."""
        self.update(str(progress.stage), progress.done, 1.0, progress.seconds_left)
        for line in progress.lines:
            if line.ratio is not None and line.rival != "recurra":
                row = text(
                    "cli.bench.row",
                    cell=line.cell,
                    mode=line.mode,
                    shape=f"{line.steps},{line.batch},{line.width},{line.hidden}",
                    threads=line.threads,
                    rival=line.rival,
                    ratio=line.ratio,
                )
                self.console.print(row, markup=False)


def _print(folder: Path, markdown: bool, json: bool) -> None:
    from rich.console import Console

    from recurra.report import bench_markdown, bench_tables
    from recurra.report.bench_records import read

    if json:
        typer.echo((folder / "bench.json").read_text(encoding="utf-8"), nl=False)
        typer.echo((folder / "bench.jsonl").read_text(encoding="utf-8"), nl=False)
        return
    run = read(folder)
    if markdown:
        typer.echo(bench_markdown.text(run), nl=False)
        return
    console = Console(highlight=False)
    for grid in (*bench_tables.rows(run), *bench_tables.means(run.bench)):
        _table(console, grid)
    _table(console, bench_tables.targets(run.bench))
    for one in bench_tables.skipped(run):
        absent = text("report.bench.not_timed", rival=one.rival, why=one.why, where=one.where)
        console.print(absent, markup=False, style="dim")
    console.print(bench_markdown.about(run), markup=False)
    for sentence in run.bench.conditions:
        console.print(str(sentence), markup=False, style="dim")


def _table(console: "Console", grid: "Grid") -> None:
    from rich import text as styled
    from rich.table import Table

    styles = {"good": "green", "bad": "red", "": ""}
    table = Table(title=grid.title, caption=grid.caption, box=None, pad_edge=False)
    for number, head in enumerate(grid.columns):
        table.add_column(head, justify="left" if number == 0 else "right")
    for row in grid.rows:
        shown = [
            styled.Text(f"{c.main} ({c.sub})" if c.sub else c.main, styles[c.tone]) for c in row
        ]
        table.add_row(*shown)
    console.print(table)


def _numbers(given: str) -> tuple[int, ...]:
    from recurra.errors import SettingError

    if not all(part.isdecimal() for part in names(given)) or not names(given):
        raise SettingError(say("cli.bench.no_threads", given=given))
    return tuple(int(part) for part in names(given))
