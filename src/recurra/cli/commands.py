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
from recurra.cli.grouped import Commands, Grouped, examples
from recurra.cli.inspect import inspect
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
    cls=Commands,
    help=text("commands.app.does"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(cls=Grouped, help=text("commands.inspect.does"))(inspect)
app.command(cls=Grouped, help=text("commands.compare.does"), epilog=COMPARE_EXAMPLES)(compare)
app.command(cls=Grouped, help=text("commands.report.does"))(report)
app.command(cls=Grouped, help=text("commands.diagnose.does"))(diagnose)
app.command(cls=Grouped, help=text("commands.fit.does"), epilog=FIT_EXAMPLES)(fit)
app.command(cls=Grouped, help=text("commands.evaluate.does"))(evaluate)
app.command(cls=Grouped, help=text("commands.predict.does"))(predict)
app.command(cls=Grouped, help=text("commands.reproduce.does"))(reproduce)
app.add_typer(cells_app, name="cells")
bench_app.command("stages", cls=Grouped, help=text("commands.bench.stages_does"))(stages)
bench_app.command("trees", cls=Grouped, help=text("commands.bench.trees_does"))(trees)
app.add_typer(bench_app, name="bench")


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help=text("commands.app.version")),
) -> None:
    if version:
        typer.echo(f"recurra {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


everywhere(app)
