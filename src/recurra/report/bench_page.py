"""The page of a benchmark: records in, one HTML file out, nothing from elsewhere."""

import shlex
from pathlib import Path

from markupsafe import Markup

from recurra.json_lines import write_whole
from recurra.report import bench_figure, bench_tables, page
from recurra.report.bench_records import BenchRun, read

NAME = "report.html"


def render(folder: Path) -> str:
    """The page of a benchmark's folder as text; the same records give the same text.

    Raises RunError where the records are missing or damaged.
    """
    run = read(Path(folder))
    return (
        page.environment()
        .get_template("bench.html")
        .render(
            css=Markup(page.css()),
            bench=run.bench,
            headline=headline(run),
            command=shlex.join(run.bench.command),
            targets=bench_tables.targets(run.bench),
            means=bench_tables.means(run.bench),
            grids=bench_tables.rows(run),
            skipped=bench_tables.skipped(run),
            facts=bench_tables.facts(run.bench),
            figures=bench_figure.draw(run),
        )
    )


def write(folder: Path) -> Path:
    """Write the page into the folder, all or nothing; its path."""
    path = Path(folder) / NAME
    write_whole(path, render(folder))
    return path


def headline(run: BenchRun) -> str:
    """How many targets were reached, in one sentence."""
    judged = [t for t in run.bench.targets if t.reached in ("yes", "no")]
    if run.bench.quick or not judged:
        return "No target is judged: this run leaves out rows that the targets need"
    good = sum(t.reached == "yes" for t in judged)
    open_ones = len(run.bench.targets) - len(judged)
    rest = f"; {open_ones} not measured" if open_ones else ""
    return f"{good} of {len(judged)} targets reached{rest}"
