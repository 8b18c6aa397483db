"""The tables of a benchmark as plain text in cells, for the page, the terminal and Markdown."""

from dataclasses import dataclass

from recurra.measurements import Bench, BenchMean, BenchTarget, Measurement
from recurra.report import numbers
from recurra.report.bench_records import BenchRun, Part, Row
from recurra.words import text

NONE = "–"


@dataclass(frozen=True)
class Text:
    """One cell: its text, a smaller second text, and whether it is good or bad news."""

    main: str
    sub: str = ""
    tone: str = ""  # good | bad


@dataclass(frozen=True)
class Absent:
    """A rival that took no part somewhere."""

    rival: str
    why: str
    where: str  # cells and kinds of work


@dataclass(frozen=True)
class Grid:
    """A table."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""


def targets(bench: Bench) -> Grid:
    """What must be reached, and what was measured."""
    return Grid(
        "targets",
        text("report.bench.heading", name="targets"),
        heads("ratio_explained", "threads", "needed", "measured", "reached"),
        tuple(_target(t) for t in bench.targets),
        text("report.bench.caption_targets", bold=False),
    )


def heads(*columns: str) -> tuple[str, ...]:
    """What columns are called."""
    return tuple(text("report.bench.head", column=column) for column in columns)


def means(bench: Bench) -> tuple[Grid, ...]:
    """Of each kind of work and number of threads: cells by rivals, mean and worst ratio."""
    groups = dict.fromkeys((m.mode, m.threads) for m in bench.means)
    return tuple(_means(bench, mode, threads) for mode, threads in groups)


def rows(run: BenchRun) -> tuple[Grid, ...]:
    """Every row that was timed."""
    return tuple(_rows(part) for part in run.parts)


def skipped(run: BenchRun) -> tuple[Absent, ...]:
    """Who took no part where, and why, each reason once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for part in run.parts:
        for row in part.rows:
            for name, m in {row.own.rival: row.own, **row.rivals}.items():
                if m.skipped:
                    found.setdefault((name, str(m.skipped)), {})[f"{m.cell} {part.mode}"] = None
    return tuple(Absent(*who, ", ".join(where)) for who, where in found.items())


def ratio(value: float | None) -> str:
    """A ratio with two decimals, from ten on with one.

    >>> ratio(1.234), ratio(75.33), ratio(None)
    ('1.23', '75.3', '–')
    """
    if value is None:
        return NONE
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _target(t: BenchTarget) -> tuple[Text, ...]:
    tone = {"yes": "good", "no": "bad"}.get(t.reached, "")
    return (
        Text(str(t.text), str(t.detail)),
        Text(str(t.threads)),
        Text(text("report.bench.needed", figure=f"{t.needed:g}", at_most=t.at_most)),
        Text(ratio(t.measured)),
        Text(text("report.bench.reached", name=t.reached), "", tone),
    )


def _means(bench: Bench, mode: str, threads: int) -> Grid:
    found = {(m.cell, m.rival): m for m in bench.means if (m.mode, m.threads) == (mode, threads)}
    cells, rivals = dict.fromkeys(c for c, _ in found), dict.fromkeys(r for _, r in found)
    part = Part(mode, threads, ())
    return Grid(
        f"means-{mode}-{threads}",
        part.title,
        (*heads("cell"), *(text("report.bench.to", rival=r) for r in rivals)),
        tuple((Text(c), *(_mean(found.get((c, r))) for r in rivals)) for c in cells),
        text("report.bench.caption_means"),
    )


def _mean(m: BenchMean | None) -> Text:
    if m is None:
        return Text(NONE)
    worst = text("report.bench.worst", ratio=ratio(m.worst))
    return Text(ratio(m.mean), worst, _tone(m.mean))


def _rows(part: Part) -> Grid:
    own = (*heads("cell"), "T,B,I,H", *heads("time"), "GFLOP/s", *heads("of_peak"))
    return Grid(
        f"rows-{part.mode}-{part.threads}",
        part.title,
        (*own, *(text("report.bench.to", rival=r) for r in part.rivals)),
        tuple(_row(row, part.rivals) for row in part.rows),
        text("report.bench.caption_rows", mode=part.mode),
    )


def _row(row: Row, rivals: tuple[str, ...]) -> tuple[Text, ...]:
    own = row.own
    return (
        Text(own.cell),
        Text(row.shape),
        Text(numbers.seconds(own.seconds, own.noise), str(own.skipped) or _spread(own)),
        Text(NONE if own.gflops is None else numbers.significant(own.gflops)),
        Text(NONE if own.share is None else f"{own.share:.0%}"),
        *(_ratio(row.rivals.get(name)) for name in rivals),
    )


def _spread(m: Measurement) -> str:
    return "" if m.noise is None else f"± {m.noise / 2:.0%}"


def _ratio(m: Measurement | None) -> Text:
    if m is None or m.ratio is None:
        return Text(NONE)
    return Text(ratio(m.ratio), f"{ratio(m.ratio_low)} – {ratio(m.ratio_high)}", _tone(m.ratio))


def _tone(value: float) -> str:
    return "good" if value >= 1 else "bad"


def facts(bench: Bench) -> tuple[tuple[str, str], ...]:
    """Machine, versions, peaks: name and value."""
    peaks = (
        (text("report.bench.peak", threads=int(threads)), f"{best:.0f} GFLOP/s")
        for threads, best in bench.peak.items()
    )
    shown = tuple((k, v) for k, v in {**bench.machine, **bench.versions}.items())
    when = text("report.bench.when", started=bench.started, status=bench.status)
    return (*shown, *peaks, (text("report.bench.head", column="when"), when))
