"""Findings as the page shows them: words and drawings, made from the records alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from recurra.findings import Chart, Finding
from recurra.report import finding_words
from recurra.report.canvas import NARROW, swatch
from recurra.report.figures import charts


@dataclass(frozen=True)
class Drawn:
    """One chart."""

    title: str
    wide: str
    narrow: str
    legend: tuple[tuple[str, str], ...]  # swatch, name
    reading: str


@dataclass(frozen=True)
class Shown:
    """One finding."""

    key: str
    model: str
    question: str
    verdict: str
    tone: str
    number: str
    threshold: str
    answer: str
    advice: tuple[str, ...]
    conditions: str
    pictures: tuple[Drawn, ...]


def show(findings: Iterable[Finding], prefix: str = "finding") -> tuple[Shown, ...]:
    """What a page shows of each finding; `prefix` begins the identifiers of its drawings."""
    return tuple(
        Shown(
            key=f"{prefix}-{finding.key}",
            model=finding.model,
            question=finding.question,
            verdict=finding_words.VERDICTS[finding.verdict],
            tone=finding_words.TONES[finding.verdict],
            number=finding_words.number(finding),
            threshold=finding_words.threshold(finding),
            answer=finding.answer,
            advice=finding.advice,
            conditions=finding.conditions,
            pictures=tuple(
                _drawn(chart, f"{prefix}-{finding.key}-{number}")
                for number, chart in enumerate(finding.charts)
                if chart.table or any(line.y for line in chart.lines)
            ),
        )
        for finding in findings
    )


def _drawn(chart: Chart, name: str) -> Drawn:
    return Drawn(
        chart.title,
        charts.draw(chart, f"{name}-wide"),
        charts.draw(chart, f"{name}-narrow", NARROW),
        tuple((swatch(look), label) for label, look in charts.legend(chart)),
        chart.reading,
    )
