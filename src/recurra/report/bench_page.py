"""The page of a benchmark: records in, one HTML file out, nothing from elsewhere."""

import shlex
from pathlib import Path

from markupsafe import Markup

from recurra.json_lines import write_whole
from recurra.report import bench_figure, bench_tables, page
from recurra.report.bench_records import BenchRun, read
from recurra.words import language, text

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
            language=language(),
            heading=_heading,
            sentence=_sentence,
            bench=run.bench,
            headline=headline(run),
            lead=text("report.bench.lead"),
            refused=_refused(run),
            reading=text("report.bench.reading"),
            footer=text("report.bench.footer"),
            command=shlex.join(run.bench.command),
            targets=bench_tables.targets(run.bench),
            means=bench_tables.means(run.bench),
            grids=bench_tables.rows(run),
            absent=_absent(run),
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
        return text("report.bench.headline_none")
    return text(
        "report.bench.headline",
        reached=sum(t.reached == "yes" for t in judged),
        judged=len(judged),
        unmeasured=len(run.bench.targets) - len(judged),
    )


def _heading(name: str) -> str:
    return text("report.bench.heading", name=name)


def _sentence(said: str) -> str:
    return text("report.bench.sentence", said=said)


def _refused(run: BenchRun) -> list[str]:
    """Cells that were not timed, and why."""
    refused = run.bench.refused
    return [text("report.bench.refused", cell=cell, why=why) for cell, why in refused.items()]


def _absent(run: BenchRun) -> list[str]:
    """Who took no part, and why."""
    return [
        text("report.bench.absent", rival=one.rival, why=one.why, where=one.where)
        for one in bench_tables.skipped(run)
    ]
