"""`recurra diagnose`: does a trained network remember far enough?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.words import say, text

if TYPE_CHECKING:
    from recurra.findings import Finding


def diagnose(
    folder: Annotated[
        Path,
        typer.Argument(
            help=text("commands.diagnose.folder"),
            metavar="RUN_OR_MODEL",
        ),
    ],
    data: Annotated[
        str | None,
        typer.Argument(
            help=text("commands.diagnose.data"),
            show_default=False,
        ),
    ] = None,
    questions: Annotated[
        str, typer.Option(help=text("commands.diagnose.questions"), metavar="KEY[,KEY]")
    ] = "",
    out: Annotated[Path | None, typer.Option(help=text("commands.diagnose.out"))] = None,
    json: Annotated[bool, typer.Option("--json", help=text("commands.diagnose.json"))] = False,
) -> None:
    """Ask how far back a trained network remembers and learns, and what its gates and units do."""
    from recurra.comparison.examined import examine
    from recurra.findings import spoken
    from recurra.json_lines import to_json
    from recurra.settings.text import names

    place = folder / "diagnosis" if out is None else out
    if place.exists() and not place.is_dir():
        from recurra.errors import RunError

        raise RunError(say("diagnose.command.is_file", place=place))
    wanted = names(questions) or None
    found = examine(folder, data, questions=wanted, tell=lambda q: typer.echo(f"... {q}", err=True))
    from recurra.report import diagnosis_page

    title = text("report.findings.examined", model=str(folder), data=data)
    written = diagnosis_page.write(place, found, title)
    for line in [to_json(spoken(f)) for f in found] if json else said(found):
        typer.echo(line)
    typer.echo(text("diagnose.command.page", path=written), err=json)


def said(findings: "Sequence[Finding]") -> list[str]:
    """The findings as lines of text."""
    from recurra.report import finding_words

    lines = []
    for finding in findings:
        lines += [
            f"[{finding_words.verdict(finding)}] {finding.question}",
            f"    {finding_words.against(finding)}",
            f"    {finding.answer}",
            *(f"    -> {advice}" for advice in finding.advice),
            f"    {finding.conditions}",
            "",
        ]
    return [*lines, finding_words.summary(findings)]
