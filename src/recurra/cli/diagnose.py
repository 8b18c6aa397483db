"""`recurra diagnose`: does a trained network remember far enough?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.words import text

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
    from recurra.json_lines import to_json
    from recurra.settings.text import names

    place = folder / "diagnosis" if out is None else out
    if place.exists() and not place.is_dir():
        from recurra.errors import RunError

        raise RunError(f"{place} is a file; choose another --out")
    wanted = names(questions) or None
    found = examine(folder, data, questions=wanted, tell=lambda q: typer.echo(f"... {q}", err=True))
    from recurra.report import diagnosis_page

    written = diagnosis_page.write(place, found, f"{folder}{f' on {data}' if data else ''}")
    for line in [to_json(f) for f in found] if json else said(found):
        typer.echo(line)
    typer.echo(f"Page: {written}", err=json)


def said(findings: "Sequence[Finding]") -> list[str]:
    """The findings as lines of text."""
    from recurra.report import finding_words

    lines = []
    for finding in findings:
        limits = finding_words.threshold(finding)
        lines += [
            f"[{finding_words.VERDICTS[finding.verdict]}] {finding.question}",
            f"    {finding_words.number(finding)}{f' ({limits})' if limits else ''}",
            f"    {finding.answer}",
            *(f"    -> {advice}" for advice in finding.advice),
            f"    {finding.conditions}",
            "",
        ]
    return [*lines, finding_words.summary(findings)]
