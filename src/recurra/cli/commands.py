"""All commands; each imports what it needs when it runs, so that `recurra --help` answers at once.

Help is written when this is imported, in the language that is spoken then.
"""

import typer

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
from recurra.cli.spoken import everywhere
from recurra.words import text

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
app.command(help=text("diagnose.command.help"))(diagnose)
app.command(cls=Grouped, epilog=FIT_EXAMPLES)(fit)
app.command()(evaluate)
app.command()(predict)
app.command()(reproduce)
app.add_typer(cells_app, name="cells")
bench_app.command("stages")(stages)
bench_app.command("trees")(trees)
app.add_typer(bench_app, name="bench")
everywhere(app)


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    if version:
        typer.echo(f"recurra {__version__}")
        raise typer.Exit
