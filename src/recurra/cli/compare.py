"""`recurra compare DATA`: the main job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recurra.cli import options
from recurra.cli.bar import Bar
from recurra.settings import Comparison, Source, values
from recurra.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from recurra.records import DataSummary


@options.spelled_out
def compare(
    data: Annotated[
        str | None,
        typer.Argument(
            help=text("commands.shared.data"),
            show_default=False,
        ),
    ] = None,
    *,
    wish: Comparison,
    reading: Source,
    out: Annotated[Path | None, typer.Option(help=text("commands.compare.out"))] = None,
    resume: Annotated[
        Path | None, typer.Option(help=text("commands.compare.resume"), metavar="DIR")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help=text("commands.compare.plan"), metavar="PLAN.json|DIR")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=text("commands.compare.json"))] = False,
) -> None:
    """Compare recurrent networks and simple baselines on your data."""
    import psutil
    from rich.console import Console

    from recurra.comparison import compare as run

    console = Console(stderr=True, highlight=False)
    with Display(console) as display:
        run(
            data,
            out=out,
            resume=resume,
            plan=plan,
            **values(wish),
            **values(reading),
            command=("recurra", *sys.argv[1:]),
            began=psutil.Process().create_time(),
            progress=display.show,
        )
    conclude(display.folder, console, json)


class Display(Bar):
    """A progress bar with the time left on a terminal; a line for each stage elsewhere."""

    def __init__(self, console: "Console") -> None:
        super().__init__(console, width=22)
        self.folder = Path()
        self._stage, self._told = "", False

    def show(self, progress: Any) -> None:
        """Take a `comparison.Progress`."""
        self.folder = progress.folder
        if progress.data is not None:
            self._say(of_data(progress.data))
        if not self._told and (progress.folder / "plan.json").exists():
            self._told = True
            self._say(of_plan(progress.folder))
        if not self.console.is_terminal and progress.stage != self._stage:
            self.console.print(f"... {progress.stage}", markup=False)
        self._stage = progress.stage
        self.update(progress.stage, progress.done, progress.total, progress.seconds_left)

    def _say(self, sentences: "Sequence[str]") -> None:
        for sentence in sentences:
            self.console.print(sentence, markup=False)


def of_data(data: "DataSummary") -> list[str]:
    """What was concluded from the data, and what was done to them."""
    return [
        f"{data.name}: {data.task}, {', '.join(f'{n:,} {p}' for p, n in data.counts.items())}",
        *map(str, data.inferred),
        *map(str, data.cleaned),
        *map(str, data.split),
    ]


def of_plan(folder: Path) -> list[str]:
    """What is compared, and how."""
    from recurra.json_lines import from_json
    from recurra.records import Plan

    plan = from_json(Plan, (folder / "plan.json").read_text(encoding="utf-8"))
    search = plan.search
    names = [a.name for a in plan.architectures if not a.skipped]
    rates = len(search.learning_rates)
    return [
        f"Decides: {plan.score.label}. Compared: {', '.join(names)}.",
        f"Each network: {rates} learning rates from {search.rate_range[0]:g} to "
        f"{search.rate_range[1]:g}, {search.rungs[-1]:,} updates, then {len(plan.seeds)} seeds.",
        *(f"Left out: {a.name}: {a.skipped}" for a in plan.architectures if a.skipped),
    ]


def conclude(folder: Path, console: "Console", json: bool) -> None:
    """Print the verdict and where things are; or everything as JSON."""
    from recurra.report.folder import read
    from recurra.report.words import sentences

    if json:
        typer.echo((folder / "results.json").read_text(encoding="utf-8"))
        return
    run = read(folder)
    console.print()
    for sentence in sentences(run.plan, run.results, run.costs):
        console.print(sentence, markup=False)
    console.print(f"\nReport: {folder / 'report.html'}", markup=False)
    console.print(f"Model:  {folder / 'best'}  (recurra predict {folder} DATA)", markup=False)
