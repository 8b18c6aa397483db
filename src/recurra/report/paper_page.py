"""The page of a reproduction: records in, one HTML file out, nothing from elsewhere."""

import math
import shlex
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from recurra.claims import VERDICTS, Claim, Plot, Reproduction, Training
from recurra.errors import RunError
from recurra.records import from_json, read_lines, write_whole
from recurra.report import page, paper_figure
from recurra.report.numbers import seconds

NAME = "report.html"
WORDS = {"holds": "holds", "fails": "fails", "open": "undecided"}
TONES = {"holds": "good", "fails": "bad", "open": ""}


@dataclass(frozen=True)
class Row:
    """One claim as it is shown."""

    says: str
    conditions: str
    source: str
    expected: str
    measured: str
    verdict: str
    tone: str


def reproduction(folder: Path) -> Reproduction:
    """What paper.json says; raises RunError where it is missing or damaged."""
    file = Path(folder) / "paper.json"
    if not file.is_file():
        raise RunError(f"{folder} is not the folder of a reproduction: it has no paper.json")
    try:
        return from_json(Reproduction, file.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError) as error:
        raise RunError(f"the records in {folder} are damaged: {error}") from None


def render(folder: Path) -> str:
    """The page of a folder as text; the same records give the same text."""
    run = reproduction(folder)
    try:
        claims = list(read_lines(Claim, Path(folder) / "claims.jsonl"))
        plots = list(read_lines(Plot, Path(folder) / "plots.jsonl"))
        trainings = list(read_lines(Training, Path(folder) / "trainings.jsonl"))
    except (ValueError, TypeError, KeyError) as error:
        raise RunError(f"the records in {folder} are damaged: {error}") from None
    lost = sum(t.status != "ok" for t in trainings)
    return (
        page.environment()
        .get_template("paper.html")
        .render(
            css=Markup(page.css()),
            run=run,
            headline=headline(claims),
            rows=[row(claim) for claim in claims],
            plots=[paper_figure.draw(plot) for plot in plots],
            command=shlex.join(run.command),
            spent=seconds(run.seconds),
            diverged=lost,
        )
    )


def write(folder: Path) -> Path:
    """Write the page into the folder, all or nothing; its path."""
    path = Path(folder) / NAME
    write_whole(path, render(folder))
    return path


def headline(claims: list[Claim]) -> str:
    """How many claims hold, in one sentence.

    >>> headline([Claim("k", "s", "p", "at least 1", None, "open")])
    '0 of 1 claim hold, 0 fail, 1 is undecided'
    """
    counts = {v: sum(c.verdict == v for c in claims) for v in VERDICTS}
    verb = "is" if counts["open"] == 1 else "are"
    return (
        f"{counts['holds']} of {len(claims)} claim{'s' * (len(claims) != 1)} hold, "
        f"{counts['fails']} fail, {counts['open']} {verb} undecided"
    )


def row(claim: Claim) -> Row:
    """One claim in words."""
    return Row(
        claim.says,
        claim.conditions,
        claim.source,
        claim.expected.replace("-", "−"),
        measured(claim),
        WORDS[claim.verdict],
        TONES[claim.verdict],
    )


def measured(claim: Claim) -> str:
    """The number with its interval.

    >>> from recurra.records import Interval
    >>> measured(Claim("k", "s", "p", "at least 1", Interval(0.5, 0.25, 0.75), "fails"))
    '0.50 (95 % interval 0.25 to 0.75)'
    """
    found = claim.measured
    if found is None:
        return "not measured at this size"
    value = f"{found.value:.2f}".replace("-", "−")
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return f"{value} (too few seeds for an interval)"
    low, high = (f"{v:.2f}".replace("-", "−") for v in (found.low, found.high))
    return f"{value} ({found.level:.0%} interval {low} to {high})".replace("%", " %")
