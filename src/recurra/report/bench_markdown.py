"""A benchmark as Markdown, for a README: machine and versions, targets, means of every cell."""

from recurra.report import bench_tables
from recurra.report.bench_records import BenchRun
from recurra.report.bench_tables import Grid, Text


def text(run: BenchRun) -> str:
    """The tables of a benchmark as Markdown."""
    parts = [about(run)]
    for grid in (bench_tables.targets(run.bench), *bench_tables.means(run.bench)):
        parts.append(f"**{grid.title}.** {grid.caption}.\n\n{table(grid)}")
    return "\n\n".join(parts) + "\n"


def about(run: BenchRun) -> str:
    """Machine and versions in one sentence, and the run's own warnings."""
    bench = run.bench
    machine = ", ".join(f"{k} {v}" if k != "cpu" else v for k, v in bench.machine.items())
    versions = ", ".join(f"{k} {v}" for k, v in bench.versions.items())
    peaks = ", ".join(f"{g:.0f} GFLOP/s on {t}" for t, g in bench.peak.items())
    quick = " A quick run: not for quoting." if bench.quick else ""
    rounds = f"medians of {bench.rounds} rounds taken in turns"
    return (
        f"Measured {bench.started[:10]} on {machine}; {versions}; {rounds}. A large product "
        f"reaches {peaks} thread(s). A ratio above 1 means that recurra is faster.{quick}"
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


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Text) -> str:
    shown = f"{cell.main} ({cell.sub})" if cell.sub else cell.main
    return shown.replace("|", "\\|").replace("\n", " ")
