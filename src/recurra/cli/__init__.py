"""The command line: `recurra VERB ...`. Commands import what they need when they run, so that
`recurra --help` answers at once."""

import io
import os
import sys
import warnings
from typing import TextIO

import typer
from rich.console import Console

from recurra import __version__
from recurra.cli.bench import bench_app
from recurra.cli.bench_stages import stages
from recurra.cli.bench_trees import trees
from recurra.cli.cells import cells_app
from recurra.cli.compare import compare
from recurra.cli.diagnose import diagnose
from recurra.cli.grouped import Grouped, examples
from recurra.cli.models import evaluate, fit, predict
from recurra.cli.report import report
from recurra.cli.reproduce import reproduce
from recurra.errors import KernelWarning, RecurraError

COMPARE_EXAMPLES = examples(
    "recurra compare digits --cells lstm,gru --budget 10m",
    "recurra compare sales.csv --target sold --horizon 7 --score mae",
    "recurra compare words.ts --optimizer sgd --schedule plateau --zoneout 0.1",
    "recurra compare probe:copy --length 20 --cells lstm,./mine.py:leaky",
)
FIT_EXAMPLES = examples(
    "recurra fit digits --cell gru --updates 500 --out model",
    "recurra fit sales.csv --cell lstm --target sold --horizon 7 --patience 0",
)
app = typer.Typer(
    help="Which recurrent network, trained how, at what cost, and does it remember far enough?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(cls=Grouped, epilog=COMPARE_EXAMPLES)(compare)
app.command()(report)
app.command()(diagnose)
app.command(cls=Grouped, epilog=FIT_EXAMPLES)(fit)
app.command()(evaluate)
app.command()(predict)
app.command()(reproduce)
app.add_typer(cells_app, name="cells")
bench_app.command("stages")(stages)
bench_app.command("trees")(trees)
app.add_typer(bench_app, name="bench")


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    if version:
        typer.echo(f"recurra {__version__}")
        raise typer.Exit


def _shown(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning of ours in one sentence, without the line of code that gave it."""
    if issubclass(category, KernelWarning):
        console = Console(stderr=True, soft_wrap=True)
        console.print(f"recurra: {message}", markup=False, style="bold yellow")
    else:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


def main() -> None:
    """Run a command; what a user can mend ends in one message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a console without µ or − shows ? instead of failing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    warnings.showwarning = _shown
    try:
        app()
    except RecurraError as error:
        if os.environ.get("RECURRA_TRACEBACK"):
            raise
        Console(stderr=True, soft_wrap=True).print(f"recurra: {error}", markup=False, style="red")
        sys.exit(2)
    except KeyboardInterrupt:
        Console(stderr=True).print("recurra: interrupted", style="red")
        sys.exit(130)
