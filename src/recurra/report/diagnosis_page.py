"""The page of `recurra diagnose`: findings in, one HTML file out, nothing from elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from recurra.errors import RunError
from recurra.findings import FILE, Finding
from recurra.records import write_lines, write_whole
from recurra.report import finding_pictures, finding_words, page

NAME = "diagnosis.html"


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
        write_lines(folder / FILE, findings)
        write_whole(folder / NAME, render(findings, title))
    except OSError as error:
        raise RunError(f"cannot write {folder}: {error.strerror or error}") from None
    return folder / NAME
