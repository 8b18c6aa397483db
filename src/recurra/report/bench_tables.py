"""The tables of a benchmark as plain text in cells, for the page, the terminal and Markdown."""

from dataclasses import dataclass

from recurra.measurements import Bench, BenchMean, BenchTarget, Measurement
from recurra.report import numbers
from recurra.report.bench_records import WORDS, BenchRun, Part, Row

NONE = "–"
HEADS = {"torch": "torch", "python loop": "loop in torch", "jax": "JAX lax.scan"}


@dataclass(frozen=True)
class Text:
    """One cell: its text, a smaller second text, and whether it is good or bad news."""

    main: str
    sub: str = ""
    tone: str = ""  # good | bad


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
        "What must be reached",
        ("ratio (more than 1: recurra is faster)", "threads", "needed", "measured", "reached"),
        tuple(_target(t) for t in bench.targets),
        "Geometric means over the shapes unless said otherwise",
    )


def means(bench: Bench) -> tuple[Grid, ...]:
    """Of each kind of work and number of threads: cells by rivals, mean and worst ratio."""
    groups = dict.fromkeys((m.mode, m.threads) for m in bench.means)
    return tuple(_means(bench, mode, threads) for mode, threads in groups)


def rows(run: BenchRun) -> tuple[Grid, ...]:
    """Every row that was timed."""
    return tuple(_rows(part) for part in run.parts)


def skipped(run: BenchRun) -> tuple[tuple[str, str], ...]:
    """Who took no part where, and why, each reason once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for part in run.parts:
        for row in part.rows:
            for name, m in {row.own.rival: row.own, **row.rivals}.items():
                if m.skipped:
                    found.setdefault((name, m.skipped), {})[f"{m.cell} {part.mode}"] = None
    return tuple((f"{name}: {why}", ", ".join(where)) for (name, why), where in found.items())


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
    bound = "at most" if t.at_most else "at least"
    return (
        Text(t.text, t.detail),
        Text(str(t.threads)),
        Text(f"{bound} {t.needed:g}"),
        Text(ratio(t.measured)),
        Text(t.reached, "", tone),
    )


def _means(bench: Bench, mode: str, threads: int) -> Grid:
    found = {(m.cell, m.rival): m for m in bench.means if (m.mode, m.threads) == (mode, threads)}
    cells, rivals = dict.fromkeys(c for c, _ in found), dict.fromkeys(r for _, r in found)
    part = Part(mode, threads, ())
    return Grid(
        f"means-{mode}-{threads}",
        part.title,
        ("cell", *(f"to {HEADS.get(r, r)}" for r in rivals)),
        tuple((Text(c), *(_mean(found.get((c, r))) for r in rivals)) for c in cells),
        "Geometric mean of the ratios over the shapes; below it the worst",
    )


def _mean(m: BenchMean | None) -> Text:
    if m is None:
        return Text(NONE)
    return Text(ratio(m.mean), f"worst {ratio(m.worst)}", _tone(m.mean))


def _rows(part: Part) -> Grid:
    heads = ("cell", "T,B,I,H", "time", "GFLOP/s", "of peak")
    return Grid(
        f"rows-{part.mode}-{part.threads}",
        part.title,
        (*heads, *(f"to {HEADS.get(r, r)}" for r in part.rivals)),
        tuple(_row(row, part.rivals) for row in part.rows),
        f"{WORDS.get(part.mode, part.mode)}: our time, and each rival's time over ours; below it "
        "the quartiles over the rounds",
    )


def _row(row: Row, rivals: tuple[str, ...]) -> tuple[Text, ...]:
    own = row.own
    return (
        Text(own.cell),
        Text(row.shape),
        Text(numbers.seconds(own.seconds, own.noise), own.skipped or _spread(own)),
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
        (
            f"Peak of a large product, {threads} thread{'s' if threads != '1' else ''}",
            f"{best:.0f} GFLOP/s",
        )
        for threads, best in bench.peak.items()
    )
    shown = tuple((k, v) for k, v in {**bench.machine, **bench.versions}.items())
    return (*shown, *peaks, ("measured", f"{bench.started}, {bench.status}"))
