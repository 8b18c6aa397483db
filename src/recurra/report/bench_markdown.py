"""A benchmark as Markdown, for a README: machine and versions, targets, every cell at every shape.
It is written in English, as the documents are that it stands in.

A figure in bold has not reached what it must: its target, or the rival's own time.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby

from recurra.measurements import BenchTarget
from recurra.report import bench_tables
from recurra.report.bench_records import BenchRun, Part, Row
from recurra.report.bench_tables import NONE, Grid, Text
from recurra.words import speaking
from recurra.words import text as words

TORCH = "torch"
MEANT = (TORCH, "python loop", "jax")  # rivals whose means stand beside the shapes


def text(run: BenchRun) -> str:
    """The tables of a benchmark as Markdown."""
    with speaking("en"):
        parts = [about(run)]
        for grid in (targets(run.bench.targets), *shapes(run)):
            parts.append(f"**{grid.title}.** {grid.caption}.\n\n{table(grid)}")
    return "\n\n".join(parts) + "\n"


def about(run: BenchRun) -> str:
    """Machine and versions, and the run's own warnings."""
    bench = run.bench
    machine = ", ".join(f"{k} {v}" if k != "cpu" else v for k, v in bench.machine.items())
    versions = ", ".join(f"{k} {v}" for k, v in bench.versions.items())
    rounds = [row.own.rounds for part in run.parts for row in part.rows if row.own.rounds]
    return words(
        "report.bench.about",
        date=bench.started[:10],
        machine=machine,
        versions=versions,
        least=min(rounds, default=0),
        most=max(rounds, default=0),
        peaks=tuple((int(threads), best) for threads, best in bench.peak.items()),
        quick=bench.quick,
        status=bench.status,
    )


def targets(found: Sequence[BenchTarget]) -> Grid:
    """What must be reached and what was, a line for each target and a column for each number of
    threads."""
    threads = sorted({t.threads for t in found})
    groups = [list(group) for _, group in groupby(found, key=lambda t: t.text)]
    return Grid(
        "targets",
        words("report.bench.heading", name="targets"),
        (*bench_tables.heads("ratio", "needed"), *(_threads(n) for n in threads)),
        tuple(_target(group, threads) for group in groups),
        words("report.bench.caption_targets", bold=True),
    )


def shapes(run: BenchRun) -> tuple[Grid, ...]:
    """Cells by shapes: torch's time over ours; beside it the means to the other rivals."""
    parts = [p for p in run.parts if p.mode == "train" and TORCH in p.rivals]
    if not parts:
        return ()
    columns = list(dict.fromkeys(row.shape for part in parts for row in part.rows))
    others = [r for r in dict.fromkeys(r for p in parts for r in p.rivals) if r in MEANT]
    heads = [words("report.bench.mean_to", rival=r) for r in others]
    return (
        Grid(
            "shapes",
            words("report.bench.heading", name="shapes"),
            (*bench_tables.heads("cell"), *heads, *columns),
            tuple(_cell_row(name, parts, others, columns) for name in _cells(parts)),
            words("report.bench.caption_shapes", threads=tuple(p.threads for p in parts)),
        ),
    )


def table(grid: Grid) -> str:
    """One table.

    >>> print(table(Grid("k", "t", ("cell", "to torch"), ((Text("lstm"), Text("1.31")),))))
    | cell | to torch |
    |---|---|
    | lstm | 1.31 |
    """
    lines = [_line(grid.columns), "|" + "---|" * len(grid.columns)]
    return "\n".join([*lines, *(_line([_cell(c) for c in row]) for row in grid.rows)])


def _target(group: Sequence[BenchTarget], threads: Sequence[int]) -> tuple[Text, ...]:
    figure = " / ".join(dict.fromkeys(f"{t.needed:g}" for t in group))
    needed = words("report.bench.needed", figure=figure, at_most=group[0].at_most)
    by_threads = {t.threads: t for t in group}
    shown = (_reached(by_threads.get(n)) for n in threads)
    return (Text(str(group[0].text)), Text(needed), *shown)


def _reached(target: BenchTarget | None) -> Text:
    if target is None:
        return Text("")
    if target.reached == "incomplete":
        return Text(words("report.bench.not_measured"))
    shown = bench_tables.ratio(target.measured)
    return Text(shown) if target.reached == "yes" else Text(f"**{shown}**")


def _cells(parts: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(row.own.cell for part in parts for row in part.rows))


def _cell_row(
    name: str, parts: Sequence[Part], others: Sequence[str], columns: Sequence[str]
) -> tuple[Text, ...]:
    by_part = [{row.shape: row for row in p.rows if row.own.cell == name} for p in parts]
    means = (_pair(_mean(rows.values(), rival) for rows in by_part) for rival in others)
    each = (_pair(_ratio(rows.get(shape), TORCH) for rows in by_part) for shape in columns)
    return (Text(f"{name} ({_vendor(by_part)})"), *means, *each)


def _vendor(by_part: Sequence[dict[str, Row]]) -> str:
    notes = (r.rivals[TORCH].note for rows in by_part for r in rows.values() if TORCH in r.rivals)
    return next((str(n) for n in notes if n), TORCH)


def _mean(rows: Iterable[Row], rival: str) -> float | None:
    found = [ratio for row in rows if (ratio := _ratio(row, rival)) is not None]
    return math.exp(math.fsum(map(math.log, found)) / len(found)) if found else None


def _ratio(row: Row | None, rival: str) -> float | None:
    line = None if row is None else row.rivals.get(rival)
    return None if line is None else line.ratio


def _pair(values: Iterable[float | None]) -> Text:
    return Text(" / ".join(_marked(value) for value in values))


def _marked(value: float | None) -> str:
    shown = bench_tables.ratio(value)
    return shown if value is None or value >= 1 else f"**{shown}**"


def _threads(number: int) -> str:
    return words("report.bench.threads", number=number)


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Text) -> str:
    shown = f"{cell.main} ({cell.sub})" if cell.sub else cell.main
    return (shown or NONE).replace("|", "\\|").replace("\n", " ")
