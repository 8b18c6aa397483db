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
from recurra.errors import RunError
from recurra.json_lines import from_json, read_lines, write_whole
from recurra.report import page, paper_figure
from recurra.report.numbers import seconds

NAME, BESIDE = "report.html", "beside.json"
UNMEASURED = VERDICTS[-1]
Record = TypeVar("Record")
WORDS = {
    "holds": "holds",
    "fails": "fails",
    "open": "undecided",
    UNMEASURED: "not measured",
}
TONES = {"holds": "good", "fails": "bad", "open": "", UNMEASURED: ""}


@dataclass(frozen=True)
class Row:
    """One claim as it is shown."""

    key: str
    says: str
    conditions: str
    source: str
    expected: str
    measured: str
    why: str
    verdict: str
    tone: str


def reproduction(folder: Path) -> Reproduction:
    """What paper.json says; raises RunError where it is missing or damaged."""
    file = Path(folder) / "paper.json"
    if not file.is_file():
        raise RunError(f"{folder} is not the folder of a reproduction: it has no paper.json")
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
        raise RunError(f"the reproduction in {folder} is not finished. Repeat its command first")
    trainings = _lines(Training, folder, "trainings.jsonl")
    both = pairs(own, earlier) if earlier else []
    return (
        page.environment()
        .get_template("paper.html")
        .render(
            css=Markup(page.css()),
            run=run,
            headline=headline(own),
            rows=[row(claim) for claim in own if claim.verdict != UNMEASURED],
            absent=[row(claim) for claim in own if claim.verdict == UNMEASURED],
            beside=earlier,
            pairs=both,
            agreement=agreement(both),
            plots=[paper_figure.draw(plot) for plot in _lines(Plot, folder, "plots.jsonl")],
            command=shlex.join(run.command),
            spent=seconds(run.seconds),
            diverged=sum(t.status != "ok" for t in trainings),
        )
    )


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
    known = len(claims) - counts[UNMEASURED]
    rest = f"; {_are(counts[UNMEASURED])} not measured" if counts[UNMEASURED] else ""
    return (
        f"Of {known} claim{'s' * (known != 1)} {counts['holds']} "
        f"hold{'s' * (counts['holds'] == 1)}, {counts['fails']} "
        f"fail{'s' * (counts['fails'] == 1)}, {_are(counts['open'])} undecided{rest}"
    )


def row(claim: Claim) -> Row:
    """One claim in words."""
    quantity = f"{claim.quantity} " if claim.quantity else ""
    return Row(
        claim.key,
        re.sub(r"\^(-?\d+)", lambda found: paper_figure.raised(found[1]), claim.says),
        claim.conditions,
        claim.source,
        quantity + claim.expected.replace("-", "−"),
        measured(claim),
        claim.why,
        WORDS[claim.verdict],
        TONES[claim.verdict],
    )


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
    if not found:
        return "This look measured none of the claims of the earlier one."
    same = sum(one.verdict == other.verdict for one, other in found)
    several = "s" * (len(found) != 1)
    return f"Of {len(found)} claim{several} looked at twice, {same} came to the same verdict."


def measured(claim: Claim) -> str:
    """The number with its interval.

    >>> from recurra.records import Interval
    >>> measured(Claim("k", "s", "p", "at least 1", Interval(0.5, 0.25, 0.75), "fails"))
    '0.50 (95 % interval 0.25 to 0.75)'
    """
    found = claim.measured
    if found is None:
        return "too few trainings"
    value = _number(found.value)
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return f"{value} (too few seeds for an interval)"
    between = f"{_number(found.low)} to {_number(found.high)}"
    return f"{value} ({100 * found.level:.0f} % interval {between})"


def _number(value: float) -> str:
    """Two digits, and no sign before zero.

    >>> _number(-0.004), _number(-1.5)
    ('0.00', '−1.50')
    """
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def _lines(kind: type[Record], folder: Path, name: str) -> list[Record]:
    with _damage(folder):
        return list(read_lines(kind, Path(folder) / name))


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """What reading a record can raise, as one error in words."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RunError(f"the records in {folder} are damaged: {error}") from None
