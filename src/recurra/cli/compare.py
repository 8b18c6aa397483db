"""`recurra compare DATA`: the main job."""

import contextvars
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from recurra.cli import options, signals
from recurra.cli.bar import Bar, remaining
from recurra.cli.wrapped import wrapped
from recurra.settings import Comparison, Reading, values
from recurra.settings.text import cells
from recurra.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from recurra.records import DataSummary
    from recurra.words import Text


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
    reading: Reading,
    out: Annotated[Path | None, typer.Option(help=text("commands.compare.out"))] = None,
    resume: Annotated[
        Path | None, typer.Option(help=text("commands.compare.resume"), metavar="DIR")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help=text("commands.compare.plan"), metavar="PLAN.json|DIR")
    ] = None,
    more: Annotated[
        str | None, typer.Option(help=text("commands.compare.more"), metavar="TIME")
    ] = None,
    add: Annotated[
        str | None, typer.Option(help=text("commands.compare.add"), metavar="LIST")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help=text("commands.compare.to"), metavar="DIR")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=text("commands.compare.json"))] = False,
) -> None:
    """Compare recurrent networks and simple baselines on your data."""
    import psutil
    from rich.console import Console

    from recurra.comparison import compare as run

    console = Console(stderr=True, highlight=False)
    with Display(console, to) as display:
        run(
            data,
            out=out,
            resume=resume,
            plan=plan,
            more=more,
            add=None if add is None else cells(add),
            to=to,
            **values(wish),
            **values(reading),
            command=("recurra", *sys.argv[1:]),
            began=psutil.Process().create_time(),
            progress=display.show,
        )
        conclude(display.folder, console, json, display.end)


AGAIN = 3.0  # seconds after which a log hears of the same stage again


class Display(Bar):
    """A progress bar with the time left on a terminal; elsewhere a line for each stage, and again
    every few seconds, whatever is at work: nobody has to ask himself whether anything is."""

    def __init__(self, console: "Console", to: Path | None = None) -> None:
        """`to`: a folder whose plan is going to be another one."""
        super().__init__(console, width=22)
        self.folder = Path()
        self._stage, self._told = "", False
        self._line, self._since, self._said = "", 0.0, 0.0  # of a log
        self._left: float | None = None
        self._spoken = contextvars.copy_context()
        self._over, self._printing = threading.Event(), threading.Lock()
        self._again = threading.Thread(target=self._keep_telling, daemon=True)
        self._before = None if to is None else _stamp(to)

    def __enter__(self) -> Self:
        super().__enter__()
        if not self.console.is_terminal:
            self._again.start()
        return self

    def __exit__(self, *wrong: object) -> None:
        self.end()
        super().__exit__(*wrong)

    def show(self, progress: Any) -> None:
        """Take a `comparison.Progress`."""
        signals.check()
        self.folder = progress.folder
        if progress.data is not None:
            self._say(of_data(progress.data))
        self._say(progress.said)
        if not self._told and _stamp(progress.folder) not in (None, self._before):
            self._told = True
            self._say(of_plan(progress.folder))
        self._stages(progress)
        self._stage = progress.stage
        self.update(str(progress.called), progress.done, progress.total, progress.seconds_left)

    def end(self) -> None:
        """Say no more of stages: what is found follows."""
        self._over.set()
        if self._again.is_alive():
            self._again.join()

    def _stages(self, progress: Any) -> None:
        """Elsewhere: each stage as it begins."""
        if self.console.is_terminal:
            return
        with self._printing:
            self._left, self._spoken = progress.seconds_left, contextvars.copy_context()
            if progress.stage != self._stage:
                self._line, self._since = str(progress.called), time.monotonic()
                self._tell(text("cli.compare.stage", stage=self._line, left=""))

    def _keep_telling(self) -> None:
        """The stage again, with the time left or spent, where nothing was said for long."""
        while not self._over.wait(0.25):
            with self._printing:
                now = time.monotonic()
                if self._line and now > self._said + AGAIN:
                    self._tell(self._spoken.run(_again, self._line, self._left, now - self._since))

    def _tell(self, line: str) -> None:
        self.console.print(line, markup=False)
        self._said = time.monotonic()

    def _say(self, sentences: "Sequence[Text]") -> None:
        with self._printing:
            for sentence in sentences:
                _print(self.console, sentence)
                self._said = time.monotonic()


def _again(stage: str, left: float | None, spent: float) -> str:
    """A stage that is not over yet."""
    told = remaining(left) or text("cli.compare.seconds_spent", number=round(spent))
    return text("cli.compare.stage", stage=stage, left=told)


def _stamp(folder: Path) -> int | None:
    """Which plan a folder holds, if any."""
    try:
        return (folder / "plan.json").stat().st_mtime_ns
    except OSError:
        return None


def of_data(data: "DataSummary") -> "list[Text]":
    """What was concluded from the data, and what was done to them."""
    parts = tuple(
        text("cli.compare.part", name=text("report.conditions.part", name=part), number=number)
        for part, number in data.counts.items()
    )
    task = text("report.conditions.task", name=data.task)
    return [
        text("cli.compare.data", name=data.name, task=task, parts=parts),
        *data.inferred,
        *data.cleaned,
        *data.split,
    ]


def of_plan(folder: Path) -> list[str]:
    """What is compared, and how."""
    from recurra.json_lines import from_json
    from recurra.records import Plan

    plan = from_json(Plan, (folder / "plan.json").read_text(encoding="utf-8"))
    search, info = plan.search, plan.score
    score = text("report.conditions.score", name=info.name, label=info.label)
    names = tuple(a.name for a in plan.architectures if not a.skipped)
    return [
        text("cli.compare.compared", score=score, names=names),
        text(
            "cli.compare.searched",
            rates=len(search.learning_rates),
            low=search.rate_range[0],
            high=search.rate_range[1],
            updates=search.rungs[-1],
            seeds=len(plan.seeds),
        ),
        *map(str, plan.notes),
        *(
            text("cli.compare.left_out", name=a.name, why=str(a.skipped))
            for a in plan.architectures
            if a.skipped
        ),
    ]


def _print(console: "Console", sentence: "Text") -> None:
    """In lines as wide as the terminal, whatever the language puts between its words."""
    lines = wrapped(str(sentence), console.width)
    console.print("\n".join(lines), markup=False, soft_wrap=True)


def conclude(
    folder: Path, console: "Console", json: bool, ready: "Callable[[], None]" = lambda: None
) -> None:
    """Print the verdict and where things are; or everything as JSON. `ready` is called before
    anything is printed."""
    from recurra.report.facts import sooner, spared
    from recurra.report.folder import read
    from recurra.report.words import sentences

    if json:
        ready()
        typer.echo((folder / "results.json").read_text(encoding="utf-8"))
        return
    run = read(folder)
    found = sentences(run.plan, run.results, run.costs)
    ready()
    console.print()
    for sentence in found:
        _print(console, sentence)
    if spared(run.plan, run.results):
        _print(console, text("cli.compare.spared", taken=run.run.seconds, budget=run.plan.budget))
    if (ended := sooner(run.plan, run.results)) is not None:
        _print(console, text("cli.compare.sooner", updates=ended[0], most=ended[1]))
    console.print()
    console.print(text("cli.compare.report", path=folder / "report.html"), markup=False)
    model = text("cli.compare.model", path=folder / "best", folder=folder)
    console.print(model, markup=False)
