"""The page of `recurra inspect --html`: a profile in, one HTML file out, nothing from elsewhere."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from markupsafe import Markup

from recurra.data.portrait import DRAWN, Drawn, Portrait
from recurra.data.profile import Column, Profile
from recurra.errors import RunError
from recurra.findings import Chart, Line
from recurra.json_lines import write_whole
from recurra.report import inspect_words, numbers, page, palette
from recurra.report.canvas import swatch
from recurra.report.figures import charts, columns
from recurra.words import language, say, text

TOGETHER = "-\u2060"  # a hyphen after which no line ends
WAYS = 1.96  # standard errors: what white noise stays within in 95 % of the cases


@dataclass(frozen=True)
class Panel:
    """One column: its pictures and what stands beside them."""

    name: str
    caption: tuple[str, ...]
    along: str
    bars: str


@dataclass(frozen=True)
class Picture:
    """A figure of its own, for wide and for narrow screens."""

    title: str
    wide: str
    narrow: str
    reading: str


@dataclass(frozen=True)
class Row:
    """A column in the table."""

    name: str
    kind: str
    role: str
    missing: str
    range: str
    values: str


def write(path: Path, found: Profile) -> None:
    """Write the page, all or nothing; raises RunError where it cannot be written."""
    try:
        write_whole(path, render(found))
    except OSError as error:
        why = error.strerror or str(error)
        raise RunError(say("report.inspect.cannot_write", path=path, why=why)) from None


def render(found: Profile) -> str:
    """The page as text, in the language that is spoken; the same profile gives the same text."""
    portrait = found.portrait or Portrait("rows", ())
    template = page.environment().get_template("inspect.html")
    first = portrait.columns[0].along if portrait.columns else None
    classes = first.classes if first is not None else ()
    return template.render(
        css=Markup(page.css()),
        language=language(),
        page_title=text("report.inspect.page_title", name=found.name),
        name=found.name,
        over=text("report.inspect.over"),
        heading=lambda name: text("report.inspect.heading", name=name),
        lead=[inspect_words.file(found), *inspect_words.frame(found)],
        question=list(inspect_words.question(found)),
        tiles=list(_tiles(found, portrait)),
        odd=[str(one.said) for one in found.suspicions],
        nothing_odd=text("report.inspect.nothing_odd"),
        targets=_targets(found, portrait),
        correlation=_correlation(portrait),
        panels=[_panel(c, found, portrait.axis, k) for k, c in enumerate(portrait.columns)],
        reading=text("report.inspect.reading", axis=portrait.axis),
        how_to_read=text("report.inspect.how_to_read"),
        legend=[(swatch(palette.series(k)), name) for k, (name, _) in enumerate(classes)],
        left_out=text("report.inspect.left_out", number=portrait.left_out)
        if portrait.left_out
        else "",
        counts=list(_counts(found, portrait)),
        head=text("cli.inspect.head").split("|"),
        rows=list(map(_row, found.columns)),
        said=list(map(str, found.said)),
        next=found.next,
        drawn=text("report.inspect.drawn"),
    )


def _tiles(found: Profile, portrait: Portrait) -> Iterator[tuple[str, str]]:
    """The sizes of the data, each with what it is."""
    series = found.holds == "series"
    shown = [("rows" if series else "examples", numbers.count(found.count))]
    shown.append(("columns", numbers.count(len(found.columns))))
    if series and str(found.step):
        shown.append(("step", str(found.step)))
    ends = _ends(portrait)
    if ends:
        shown.append(("span", text("report.inspect.span", first=ends[0], last=ends[1])))
    cells = len(found.columns) * found.count
    if series and cells:
        share = sum(c.missing for c in found.columns) / cells
        shown.append(("missing", numbers.share(share) if share else "0"))
    if found.gaps:
        shown.append(("gaps", numbers.count(found.gaps)))
    if found.groups > 1:
        shown.append(("groups", numbers.count(found.groups)))
    if found.classes:
        shown.append(("classes", numbers.count(len(found.classes))))
    if not series:
        least, _, most = map(numbers.count, found.lengths)
        shown.append(("lengths", text("cli.inspect.range", least=least, most=most)))
    for name, value in shown:
        yield text("report.inspect.tile", name=name), value


def _ends(portrait: Portrait) -> tuple[str, str] | None:
    """The days or moments between which a table lies."""
    along = [c.along for c in portrait.columns if c.along is not None]
    if portrait.axis != "time" or not along or len(along[0].at) < 2:
        return None
    at = along[0].at
    half = (at[1] - at[0]) / 2
    ends = [np.datetime64(round(at[0] - half), "s"), np.datetime64(round(at[-1] + half), "s")]
    unit = "D" if ends[1] - ends[0] > np.timedelta64(3, "D") else "s"
    first, last = (str(e.astype(f"datetime64[{unit}]")).replace("T", " ") for e in ends)
    return first.replace("-", TOGETHER), last.replace("-", TOGETHER)


def _panel(column: Drawn, found: Profile, axis: str, number: int) -> Panel:
    facts = next((c for c in found.columns if c.name == column.name), None)
    name = f"column-{number}"
    along = "" if column.along is None else columns.along(column, axis, f"{name}-a")
    bars = ""
    if column.common or column.bars is not None:
        bars = columns.distribution(column, f"{name}-b")
    return Panel(column.name, tuple(_caption(column, facts, found.count)), along, bars)


def _caption(column: Drawn, facts: Column | None, count: int) -> Iterator[str]:
    if facts is not None:
        kind = text("cli.inspect.kind", name=facts.kind)
        yield text(
            "report.inspect.column", kind=kind, role=text("cli.inspect.role", name=facts.role)
        )
        if facts.missing and count:
            yield text("report.inspect.missing", share=numbers.share(facts.missing / count))
        yield inspect_words.ranged(facts)
    bars = column.bars
    if bars is not None and bars.below + bars.above:
        yield text("report.inspect.beyond", below=bars.below, above=bars.above)


def _targets(found: Profile, portrait: Portrait) -> list[Picture]:
    """The columns that would be forecast, large."""
    if found.holds != "series":
        return []
    reading = text("report.inspect.target_reading", axis=portrait.axis)
    shown = [c for c in portrait.columns if c.name in found.targets and c.along is not None]
    return [
        Picture(
            c.name,
            columns.along(c, portrait.axis, f"target-{k}-wide", columns.BROAD),
            columns.along(c, portrait.axis, f"target-{k}-narrow"),
            reading,
        )
        for k, c in enumerate(shown[:3])
    ]


def _correlation(portrait: Portrait) -> Picture | None:
    if not portrait.correlation:
        return None
    bound = WAYS / math.sqrt(max(1, portrait.counted))
    lags = tuple(float(k + 1) for k in range(len(portrait.correlation)))
    season = portrait.season
    reading = text(
        "report.inspect.correlation_reading",
        name=portrait.of, taken=portrait.counted, season=season,
    )  # fmt: skip
    chart = Chart(
        "lines", text("report.inspect.correlation"), text("report.inspect.lag"),
        text("report.inspect.correlated"), (Line(portrait.of, lags, portrait.correlation),),
        limits=(-bound, bound),
        marks=((float(season), text("report.inspect.season")),) if season else (),
        reading=reading,
    )  # fmt: skip
    wide, narrow = (
        charts.draw(chart, f"correlation-{w}", w) for w in (charts.BROAD, charts.NARROW)
    )
    return Picture(str(chart.title), wide, narrow, reading)


def _counts(found: Profile, portrait: Portrait) -> Iterator[tuple[str, str, str]]:
    """Heading, picture and reading of groups, classes and lengths."""
    if portrait.groups:
        shown = columns.named(
            portrait.groups, "groups", text("report.inspect.heading", name="groups")
        )
        number = len(portrait.groups)
        said = text("report.inspect.groups_reading", shown=number, number=found.groups)
        yield text("report.inspect.heading", name="groups"), shown, said
    if found.class_counts:
        pairs = sorted(
            zip(found.classes, found.class_counts, strict=True), key=lambda one: -one[1]
        )[:DRAWN]
        title = text("report.inspect.heading", name="classes")
        said = text("report.inspect.classes_reading", shown=len(pairs), number=len(found.classes))
        yield title, columns.named(pairs, "classes", title), said
    if portrait.lengths is not None:
        title = text("report.inspect.heading", name="lengths")
        yield (
            title,
            columns.bars(portrait.lengths, "lengths", title),
            text("report.inspect.lengths_reading"),
        )


def _row(one: Column) -> Row:
    return Row(
        one.name,
        text("cli.inspect.kind", name=one.kind),
        text("cli.inspect.role", name=one.role),
        numbers.count(one.missing) if one.missing else "",
        inspect_words.ranged(one),
        ", ".join(one.values),
    )
