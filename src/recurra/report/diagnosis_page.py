"""The page of `recurra diagnose`: findings in, one HTML file out, nothing from elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from recurra.errors import RunError
from recurra.findings import Finding
from recurra.records import read_lines, write_lines, write_whole
from recurra.report import finding_pictures, finding_words, page

RECORDS, NAME = "findings.jsonl", "diagnosis.html"


def render(findings: Sequence[Finding], title: str) -> str:
    """The page as text; the same findings give the same text."""
    template = page.environment().get_template("diagnosis.html")
    return template.render(
        css=Markup(page.css()),
        title=title,
        summary=finding_words.summary(findings),
        findings=finding_pictures.show(findings),
    )


def write(folder: Path, findings: Sequence[Finding], title: str) -> Path:
    """Write findings.jsonl and the page into a folder; the page's path.

    Raises RunError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_lines(folder / RECORDS, findings)
        write_whole(folder / NAME, render(findings, title))
    except OSError as error:
        raise RunError(f"cannot write {folder}: {error.strerror or error}") from None
    return folder / NAME


def read(folder: Path) -> tuple[Finding, ...]:
    """The findings of a folder; none where it has none. RunError where they are damaged."""
    path = Path(folder) / RECORDS
    try:
        return tuple(read_lines(Finding, path))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise RunError(f"{path}: not the findings of a diagnosis ({error})") from error
