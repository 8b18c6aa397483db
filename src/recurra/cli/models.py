"""One trained model: fit it, score it, predict with it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recurra.cli import options
from recurra.cli.bar import seen
from recurra.cli.wrapped import columns, left
from recurra.errors import RunError, SettingError
from recurra.settings import Reading, Training, placed
from recurra.words import say, text

if TYPE_CHECKING:
    from recurra.tasks.served import Served

Folder = Annotated[Path, typer.Argument(help=text("commands.shared.model"), metavar="DIR")]


@options.spelled_out
def fit(
    data: options.Data,
    *,
    cell: Annotated[str, typer.Option(help=text("commands.shared.cell"))] = "lstm",
    hidden_size: Annotated[int, typer.Option(help=text("commands.shared.units"), min=1)] = 64,
    learning_rate: Annotated[float, typer.Option(help=text("commands.fit.learning_rate"))] = 0.01,
    updates: Annotated[int, typer.Option(help=text("commands.fit.updates"), min=1)] = 1000,
    score: Annotated[str | None, typer.Option(help=text("commands.fit.score"))] = None,
    seed: Annotated[int, typer.Option(help=text("commands.fit.seed"))] = 0,
    training: Training,
    reading: Reading,
    out: Annotated[Path, typer.Option(help=text("commands.fit.out"))] = Path("model"),
) -> None:
    """Train one network with given settings and save it."""
    from recurra.estimators.training import Settings, train

    _new(out)
    settings = Settings(cell, hidden_size, learning_rate, updates, seed, score, training)
    source = placed(reading, data, seed)
    with seen():
        trained = train(source, settings)
    for sentence in trained.said:
        typer.echo(str(sentence))
    if trained.diverged:  # nothing that is worth keeping
        raise SettingError(trained.diverged)
    _save(out, trained.model, trained.manifest)
    info = trained.score
    typer.echo(
        text(
            "cli.models.scored",
            label=info.label,
            validation=_shown(info, trained.validation),
            test=_shown(info, trained.test),
            seed=seed,
            best=trained.best_update,
        )
    )
    typer.echo(text("cli.models.written", folder=str(out)))


def evaluate(
    folder: Folder,
    data: Annotated[str, typer.Argument(help=text("commands.shared.same_kind"))],
    json: Annotated[bool, typer.Option("--json", help=text("commands.evaluate.json"))] = False,
) -> None:
    """Score a model on new, labelled data."""
    model = load(folder)
    examples = model.read(model.source(data), labelled=True)
    for sentence in getattr(examples, "cleaned", ()):
        typer.echo(str(sentence), err=True)
    count, found = model.scored(examples)
    if json:
        from json import dumps

        typer.echo(dumps({"examples": count, **{i.name: value for i, value in found}}))
        return
    typer.echo(
        text(
            "cli.models.evaluated",
            name=model.origin.name,
            data=data,
            count=count,
            unit=model.unit,
        )
    )
    width = max(columns(str(info.label)) for info, _ in found) + 4
    for info, value in found:
        typer.echo(f"{left(str(info.label), width)}{_shown(info, value)}")


def predict(
    folder: Folder,
    data: Annotated[str, typer.Argument(help=text("commands.shared.same_kind"))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help=text("commands.predict.out"),
        ),
    ] = None,
) -> None:
    """Predict with a model: classes with probabilities, or the rows after a table's end."""
    from recurra.cli import tables

    if out is not None:
        tables.check(out)
    model = load(folder)
    answers = model.answer(data)
    for sentence in answers.cleaned:
        typer.echo(str(sentence), err=True)
    if out is not None:
        tables.write(answers, out)
        typer.echo(_predicted(answers, model.origin.name, out), err=True)
        return
    for line in tables.lines(answers, model.errors(answers, model.origin.errors)):
        typer.echo(line)
    typer.echo(_predicted(answers, model.origin.name, None), err=True)


def load(folder: Path) -> "Served":
    """The model of a comparison's folder, or of a bundle's own."""
    from recurra.comparison.examined import load as found

    model = found(folder)
    for sentence in model.origin.notes:
        typer.echo(str(sentence), err=True)
    return model


def _new(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RunError(say("cli.models.not_empty", folder=out))


def _save(out: Path, model: Any, manifest: dict[str, Any]) -> None:
    from recurra.export import bundle

    try:
        if out.exists():
            out.rmdir()
        bundle.save(out, model, manifest)
    except OSError as error:
        raise RunError(say("cli.models.cannot_write", file=out, why=str(error.strerror))) from None


def _predicted(answers: Any, name: str, out: Path | None) -> str:
    file = None if out is None else str(out)
    return text("cli.models.predicted", rows=len(answers.rows), name=name, file=file)


def _shown(info: Any, value: float) -> str:
    unit = f" {info.unit}" if info.unit else ""
    return f"{100 * value:.2f} %" if info.percent else f"{value:.5g}{unit}"
