"""The words around a finding: its number, what it is held against, its verdict."""

import math
from collections.abc import Iterable

from recurra.findings import Finding
from recurra.report import numbers
from recurra.report.phrases import listed

VERDICTS = {"healthy": "healthy", "sick": "look here", "open": "no verdict"}
TONES = {"healthy": "yes", "sick": "no", "open": "open"}


def number(finding: Finding) -> str:
    """The number with its unit.

    >>> number(Finding("k", "q?", "lstm", 0.25, "of the units", (), "none", "open", ""))
    '0.25 of the units'
    """
    if finding.number is None:
        return "not measured"
    shown = "no end" if math.isinf(finding.number) else _short(finding.number)
    if math.isinf(finding.number) and finding.number < 0:
        shown = "nothing is left"
    return f"{shown} {finding.unit}"


def threshold(finding: Finding) -> str:
    """What the number is held against; "" where it is held against nothing.

    >>> threshold(Finding("k", "q?", "lstm", 0.2, "", (0.1, 10.0), "between", "healthy", ""))
    'healthy between 0.1 and 10'
    """
    limits = [_short(v) for v in finding.threshold]
    if not limits or finding.rule == "none":
        return ""
    if finding.rule == "between":
        return f"healthy between {limits[0]} and {limits[1]}"
    return f"healthy at {finding.rule} {limits[0]}"


def summary(findings: Iterable[Finding]) -> str:
    """All findings in one or two sentences."""
    found = list(findings)
    sick = [f.question for f in found if f.verdict == "sick"]
    healthy = sum(f.verdict == "healthy" for f in found)
    if not sick:
        return f"Nothing stands out: {healthy} of {len(found)} questions are answered healthily."
    asked = listed(f"“{question}”" for question in sick)
    return f"{healthy} of {len(found)} questions are answered healthily. Look at {asked}"


def _short(value: float) -> str:
    """Three digits, without zeros behind the last that counts."""
    text = numbers.significant(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
