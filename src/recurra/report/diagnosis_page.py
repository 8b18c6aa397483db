"""The page of `recurra diagnose`: findings in, one HTML file out, nothing from elsewhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from recurra.errors import RunError, reason
from recurra.findings import FILE, Finding
from recurra.json_lines import write_lines, write_whole
from recurra.report import finding_pictures, finding_words, page
from recurra.report.figures import charts
from recurra.words import language, say, text

NAME, FIGURES = "diagnosis.html", "figures"


def render(findings: Sequence[Finding], title: str) -> str:
    """The page as text, in the language that is spoken; the same findings give the same text."""
    template = page.environment().get_template("diagnosis.html")
    return template.render(
        css=Markup(page.css()),
        language=language(),
        page_title=text("report.findings.page_title", title=title),
        title=title,
        over=text("report.findings.over"),
        headline=text("report.findings.headline"),
        summary=finding_words.summary(findings),
        findings=finding_pictures.show(findings),
        drawn=text("report.findings.drawn"),
    )


def figures(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """File name and text of every figure as SVG, for a paper or a page of one's own."""
    for finding in findings:
        for number, chart in enumerate(finding.charts, 1):
            if chart.table or any(line.y for line in chart.lines):
                name = f"{finding.key}-{number}"
                yield f"{name}.svg", charts.standalone(chart, name)


def write(folder: Path, findings: Sequence[Finding], title: str) -> Path:
    """Write findings.jsonl, the page and each figure as a file into a folder; the page's path.

    Raises RunError where the folder cannot be written.
    """
    try:
        (folder / FIGURES).mkdir(parents=True, exist_ok=True)
        for name, svg in figures(findings):
            write_whole(folder / FIGURES / name, svg)
        write_lines(folder / FILE, findings)
        write_whole(folder / NAME, render(findings, title))
    except OSError as error:
        why = reason(error)
        raise RunError(say("report.findings.cannot_write", folder=folder, why=why)) from None
    return folder / NAME
