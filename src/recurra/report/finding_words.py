"""The words around a finding: its number, what it is held against, its verdict."""

import math
from collections.abc import Iterable

from recurra.findings import Finding
from recurra.report import numbers
from recurra.words import text

TONES = {"healthy": "yes", "sick": "no", "open": "open"}


def verdict(finding: Finding) -> str:
    """How the verdict reads."""
    return text("report.findings.verdict", name=finding.verdict)


def number(finding: Finding) -> str:
    """The number with its unit.

    >>> number(Finding("k", "q?", "lstm", 0.25, "of the units", (), "none", "open", ""))
    '0.25 of the units'
    """
    value, unit = finding.number, finding.unit
    if value is None:
        return text("report.findings.not_measured")
    if not math.isinf(value):
        return text("report.findings.number", shown=_short(value), unit=unit)
    if value > 0:
        return text("report.findings.endless", unit=unit)
    return text("report.findings.nothing_left", unit=unit)


def against(finding: Finding) -> str:
    """The number, and what it is held against."""
    shown, held = number(finding), threshold(finding)
    return text("report.findings.against", number=shown, held=held) if held else shown


def threshold(finding: Finding) -> str:
    """What the number is held against, in brackets; "" where it is held against nothing.

    >>> threshold(Finding("k", "q?", "lstm", 0.2, "", (0.1, 10.0), "between", "healthy", ""))
    '(healthy between 0.1 and 10)'
    """
    if not finding.threshold or finding.rule == "none":
        return ""
    return text("report.findings.bracketed", said=_held(finding))


def summary(findings: Iterable[Finding]) -> str:
    """All findings in one or two sentences."""
    found = list(findings)
    sick = [f.question for f in found if f.verdict == "sick"]
    healthy = sum(f.verdict == "healthy" for f in found)
    if not sick:
        return text("report.findings.nothing_stands_out", healthy=healthy, total=len(found))
    return text("report.findings.look_at", healthy=healthy, total=len(found), questions=sick)


def _held(finding: Finding) -> str:
    limits = [_short(v) for v in finding.threshold]
    if finding.rule == "between":
        return text("report.findings.between", low=limits[0], high=limits[1])
    if finding.rule == "least":
        return text("report.findings.at_least", limit=limits[0])
    return text("report.findings.at_most", limit=limits[0])


def _short(value: float) -> str:
    """Three digits, without zeros behind the last that counts."""
    shown = numbers.significant(value)
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown
