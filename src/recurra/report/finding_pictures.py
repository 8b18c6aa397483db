"""Findings as the page shows them: words and drawings, made from the records alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from recurra.findings import Chart, Finding
from recurra.report import finding_words
from recurra.report.canvas import NARROW, swatch
from recurra.report.figures import charts
from recurra.report.picture import explained
from recurra.words import text


@dataclass(frozen=True)
class Drawn:
    """One chart."""

    title: str
    wide: str
    narrow: str
    legend: tuple[tuple[str, str], ...]  # swatch, name
    reading: str
    how_to_read: str
    legend_label: str
    beyond: str  # what its arrows mean


@dataclass(frozen=True)
class Shown:
    """One finding."""

    key: str
    model: str
    question: str
    verdict: str
    line: str  # verdict, number and threshold
    tone: str
    number: str
    threshold: str  # in brackets
    answer: str
    advice: tuple[str, ...]
    what_to_do: str
    conditions: str
    pictures: tuple[Drawn, ...]
    figures: str  # what stands above them


def show(findings: Iterable[Finding], prefix: str = "finding") -> tuple[Shown, ...]:
    """What a page shows of each finding; `prefix` begins the identifiers of its drawings."""
    return tuple(_shown(finding, f"{prefix}-{finding.key}") for finding in findings)


def _shown(finding: Finding, key: str) -> Shown:
    verdict, against = finding_words.verdict(finding), finding_words.against(finding)
    pictures = tuple(
        _drawn(chart, f"{key}-{place}")
        for place, chart in enumerate(finding.charts)
        if chart.table or any(line.y for line in chart.lines)
    )
    return Shown(
        key=key,
        model=str(finding.model),
        question=str(finding.question),
        verdict=verdict,
        line=text("report.findings.line", verdict=verdict, number=against),
        tone=finding_words.TONES[finding.verdict],
        number=finding_words.number(finding),
        threshold=finding_words.threshold(finding),
        answer=str(finding.answer),
        advice=tuple(map(str, finding.advice)),
        what_to_do=text("report.findings.what_to_do"),
        conditions=text("report.findings.conditions", said=finding.conditions),
        pictures=pictures,
        figures=text("report.findings.figures", number=len(pictures)),
    )


def _drawn(chart: Chart, name: str) -> Drawn:
    wide, narrow = charts.draw(chart, f"{name}-wide"), charts.draw(chart, f"{name}-narrow", NARROW)
    return Drawn(
        str(chart.title),
        wide,
        narrow,
        tuple((swatch(look), label) for label, look in charts.legend(chart)),
        str(chart.reading),
        text("report.findings.how_to_read"),
        text("report.findings.legend"),
        explained(wide, narrow),
    )
