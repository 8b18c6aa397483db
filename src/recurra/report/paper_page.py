"""The page of a reproduction: records in, one HTML file out, nothing from elsewhere."""

import math
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from recurra.claims import VERDICTS, Beside, Claim, Plot, Reproduction, Training
from recurra.errors import RunError, reason
from recurra.json_lines import from_json, read_lines, write_whole
from recurra.report import page, paper_figure
from recurra.report.numbers import seconds
from recurra.words import Text, language, say, text

NAME, BESIDE = "report.html", "beside.json"
UNJUDGED, UNMEASURED = VERDICTS[-2:]
Record = TypeVar("Record")
TONES = {"holds": "good", "fails": "bad", "open": "", UNJUDGED: "", UNMEASURED: ""}


@dataclass(frozen=True)
class Row:
    """One claim as it is shown, in words but for its key, its verdict and its tone."""

    key: str
    says: str
    conditions: str
    source: str
    expected: str
    measured: str
    why: str
    verdict: str  # of VERDICTS
    judged: str
    tone: str


def reproduction(folder: Path) -> Reproduction:
    """What paper.json says; raises RunError where it is missing or damaged."""
    file = Path(folder) / "paper.json"
    if not file.is_file():
        raise RunError(say("report.paper_page.no_record", folder=folder))
    with _damage(folder):
        return from_json(Reproduction, file.read_text(encoding="utf-8"))


def claims(folder: Path) -> tuple[Claim, ...]:
    """The claims of a folder; raises RunError where they are damaged."""
    return tuple(_lines(Claim, Path(folder), "claims.jsonl"))


def beside(folder: Path) -> Beside | None:
    """The earlier look that is set beside this one, if any."""
    file = Path(folder) / BESIDE
    if not file.is_file():
        return None
    with _damage(folder):
        return from_json(Beside, file.read_text(encoding="utf-8"))


def render(folder: Path) -> str:
    """The page of a folder as text; the same records give the same text.

    Raises RunError where the reproduction is not finished or its records are damaged.
    """
    run, own, earlier = reproduction(folder), claims(folder), beside(folder)
    if run.status != "finished":
        raise RunError(say("report.paper_page.not_finished", folder=folder))
    trainings = _lines(Training, folder, "trainings.jsonl")
    both = pairs(own, earlier) if earlier else []
    absent = [claim for claim in own if claim.verdict == UNMEASURED]
    return (
        page.environment()
        .get_template("paper.html")
        .render(
            css=Markup(page.css()),
            language=language(),
            heading=_heading,
            source=_source,
            run=run,
            title=text("report.paper_page.title", paper=run.title),
            headline=headline(own),
            lead=_lead(run, trainings),
            caption=text("report.paper_page.caption"),
            named=text("report.paper_page.name"),
            rows=[row(claim) for claim in own if claim.verdict != UNMEASURED],
            absent=[_reason(claim) for claim in absent],
            not_measured=text("report.paper_page.not_measured", claims=len(absent)),
            conditions=_conditions(run),
            beside=_beside(earlier, both) if earlier else None,
            pairs=both,
            plots=[paper_figure.draw(plot) for plot in _lines(Plot, folder, "plots.jsonl")],
            command=shlex.join(run.command),
        )
    )


def _heading(name: str) -> str:
    return text("report.paper_page.heading", name=name)


def _source(where: str) -> str:
    return text("report.paper_page.source", where=where)


def _lead(run: Reproduction, trainings: Sequence[Training]) -> str:
    return text(
        "report.paper_page.lead",
        cite=run.cite,
        trainings=run.trainings,
        diverged=sum(t.status != "ok" for t in trainings),
        spent=seconds(run.seconds),
        judged=run.size != "quick",
    )


def _reason(claim: Claim) -> str:
    return text("report.paper_page.reason", claim=_shown(claim.says), why=claim.why, key=claim.key)


def _conditions(run: Reproduction) -> str:
    """Of runs that are older than the looks they are not known."""
    return text("report.paper_page.conditions", look=run.conditions) if run.conditions else ""


def _beside(earlier: Beside, both: Sequence[tuple[Row, Row]]) -> dict[str, str]:
    """What is said of two looks."""
    return {
        "agreement": agreement(both),
        "not_independent": (
            "" if earlier.independent else text("report.paper_page.not_independent")
        ),
        "caption": text("report.paper_page.caption_beside"),
        "looks": text("report.paper_page.both_looks", earlier=earlier.earlier, now=earlier.now),
    }


def write(folder: Path) -> Path:
    """Write the page into the folder, all or nothing; its path."""
    path = Path(folder) / NAME
    write_whole(path, render(folder))
    return path


def headline(claims: Sequence[Claim]) -> str:
    """How many claims hold, in one sentence.

    >>> headline([Claim("k", "s", "p", "at least 1", None, "open")])
    'Of 1 claim 0 hold, 0 fail, 1 is undecided'
    """
    counts = {v: sum(c.verdict == v for c in claims) for v in VERDICTS}
    return text(
        "report.paper_page.headline",
        holds=counts["holds"],
        fails=counts["fails"],
        undecided=counts["open"],
        unjudged=counts[UNJUDGED],
        unmeasured=counts[UNMEASURED],
    )


def row(claim: Claim) -> Row:
    """One claim in words."""
    return Row(
        claim.key,
        _shown(claim.says),
        str(claim.conditions),
        str(claim.source),
        text("report.paper_page.expected", quantity=claim.quantity, bounds=claim.expected),
        measured(claim),
        str(claim.why),
        claim.verdict,
        text("report.paper_page.verdict", name=claim.verdict),
        TONES[claim.verdict],
    )


def _shown(says: Text) -> str:
    """A claim with its exponents raised."""
    return re.sub(r"\^(-?\d+)", lambda found: paper_figure.raised(found[1]), str(says))


def pairs(own: Sequence[Claim], earlier: Beside) -> list[tuple[Row, Row]]:
    """The earlier and the present row of each claim that this look measured."""
    before = {claim.key: claim for claim in earlier.claims}
    return [
        (row(before[claim.key]), row(claim))
        for claim in own
        if claim.verdict != UNMEASURED and claim.key in before
    ]


def agreement(found: Sequence[tuple[Row, Row]]) -> str:
    """How many verdicts are the same.

    >>> agreement([])
    'This look measured none of the claims of the earlier one.'
    """
    same = sum(one.verdict == other.verdict for one, other in found)
    judged = all(UNJUDGED not in (one.verdict, other.verdict) for one, other in found)
    return text("report.paper_page.agreement", same=same, both=len(found), judged=judged)


def measured(claim: Claim) -> str:
    """The number with its interval.

    >>> from recurra.records import Interval
    >>> measured(Claim("k", "s", "p", "at least 1", Interval(0.5, 0.25, 0.75), "fails"))
    '0.50 (95 % interval 0.25 to 0.75)'
    """
    found = claim.measured
    if found is None:
        return text("report.paper_page.too_few_trainings")
    value = _number(found.value)
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return text("report.paper_page.without_interval", value=value)
    return text(
        "report.paper_page.with_interval",
        value=value,
        percent=round(100 * found.level),
        low=_number(found.low),
        high=_number(found.high),
    )


def _number(value: float) -> str:
    """Two digits, and no sign before zero.

    >>> _number(-0.004), _number(-1.5)
    ('0.00', '−1.50')
    """
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _lines(kind: type[Record], folder: Path, name: str) -> list[Record]:
    with _damage(folder):
        return list(read_lines(kind, Path(folder) / name))


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """What reading a record can raise, as one error in words."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = reason(error)
        raise RunError(say("report.paper_page.damaged", folder=folder, why=why)) from None
