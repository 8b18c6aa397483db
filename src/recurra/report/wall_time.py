"""Where the time of comparisons went: the wall time stage by stage, the trainings of each cell.

One run is shown on its page; several stand beside each other in `recurra report A B --costs`.
"""

import math
from collections.abc import Mapping, Sequence

from recurra.records import Trial
from recurra.report import phrases
from recurra.report.bench_markdown import table
from recurra.report.bench_tables import NONE, Grid, Text
from recurra.report.folder import Material
from recurra.report.tables import Cell, Row, Table
from recurra.words import text
from recurra.words.numbers import SPACE, per_cent, with_unit

Runs = Mapping[str, Material]  # by the name of their column


def markdown(runs: Runs) -> str:
    """Conditions and tables of some runs, each a column."""
    conditions = "\n".join(f"- {name}: {about(material)}" for name, material in runs.items())
    grids = [grid for grid in (stages(runs), trainings(runs)) if grid.rows]
    if not grids:
        return f"{conditions}\n\n{text('report.tables.too_old')}\n"
    shown = (f"{_about(grid)}\n\n{table(grid)}" for grid in grids)
    return "\n\n".join([conditions, *shown]) + "\n"


def about(material: Material) -> str:
    """Backend, processes, threads, machine and versions of a run in one phrase."""
    plan, results = material.plan, material.results
    return text(
        "report.tables.about",
        data=plan.data.name,
        backend=plan.backend,
        dtype=plan.dtype,
        workers=phrases.workers(material.run, results),
        machine=phrases.machine(results),
        versions=tuple(f"{name} {version}" for name, version in plan.versions.items()),
    )


def stages(runs: Runs) -> Grid:
    """Seconds and share of the wall time of each stage; no rows where no run recorded them."""
    names = dict.fromkeys(stage for run in runs.values() for stage in run.run.stages)
    rows = [(Text(stage(name)), *(_stage(run, name) for run in runs.values())) for name in names]
    if rows:
        rows.append((Text(_row("whole")), *(_whole(run) for run in runs.values())))
    return Grid(
        "stages",
        text("report.tables.wall_time"),
        (_row("stage"), *runs),
        tuple(rows),
        text("report.tables.wall_time_caption"),
    )


def trainings(runs: Runs) -> Grid:
    """Of each cell the seconds of its trainings together, and their shares."""
    names = dict.fromkeys(
        a.name
        for run in runs.values()
        for a in run.plan.architectures
        if a.network and not a.skipped
    )
    rows = [(Text(name), *(_trained(run, name) for run in runs.values())) for name in names]
    if not any(_measured(run.trials) for run in runs.values()):
        rows = []
    elif rows:
        rows.append(
            (Text(_row("all_cells")), *(_shares(_measured(r.trials)) for r in runs.values()))
        )
        rows.append((Text(_row("baselines")), *(_baselines(run) for run in runs.values())))
    return Grid(
        "trainings",
        text("report.tables.trainings"),
        (_row("trainings"), *runs),
        tuple(rows),
        text("report.tables.trainings_caption"),
    )


def on_page(material: Material) -> tuple[tuple[Table, str], ...]:
    """The tables of one run, each with the heading of its first column; none where nothing was
    recorded."""
    pairs = (
        (stages({_row("wall_time"): material}), _row("stage_corner")),
        (trainings({_row("together"): material}), _row("trainings_corner")),
    )
    workers = phrases.workers(material.run, material.results)
    return tuple(
        (
            Table(
                text(
                    "report.tables.on_page",
                    title=grid.title,
                    workers=workers,
                    caption=grid.caption,
                ),
                tuple((column, "") for column in grid.columns[1:]),
                tuple(
                    Row(r[0].main, cells=tuple(Cell(c.main, c.sub) for c in r[1:]))
                    for r in grid.rows
                ),
            ),
            corner,
        )
        for grid, corner in pairs
        if grid.rows
    )


def stage(name: str) -> str:
    """What a stage of a comparison is called."""
    return text("comparison.stages.stage", name=name)


def _row(name: str) -> str:
    return text("report.tables.row", name=name)


def _about(grid: Grid) -> str:
    return text("report.tables.in_markdown", title=grid.title, caption=grid.caption)


def _stage(material: Material, name: str) -> Text:
    spent = material.run.stages.get(name)
    if spent is None:
        return Text(NONE)
    return Text(_seconds(spent), f"{spent / math.fsum(material.run.stages.values()):.1%}")


def _whole(material: Material) -> Text:
    spent = material.run.stages
    return Text(_seconds(math.fsum(spent.values())) if spent else NONE)


def _trained(material: Material, name: str) -> Text:
    return _shares([t for t in _measured(material.trials) if t.architecture == name])


def _baselines(material: Material) -> Text:
    fitted = [t.seconds for t in material.trials if t.stage == "baseline"]
    return Text(_seconds(math.fsum(fitted)) if fitted else NONE)


def _measured(trials: Sequence[Trial]) -> list[Trial]:
    """Trainings of which it is known what they spent their time with."""
    return [t for t in trials if t.seconds and t.spent and t.spent[0]]


def _shares(trained: Sequence[Trial]) -> Text:
    if not trained:
        return Text(NONE)
    whole = math.fsum(t.seconds for t in trained)
    known = min(len(t.spent) for t in trained)  # runs that are older did not part looks from rest
    parts = [math.fsum(t.spent[k] for t in trained) / whole for k in range(known)]
    parts.append(1 - math.fsum(parts))
    shares = " / ".join(f"{100 * part:.1f}" for part in parts)
    return Text(_seconds(whole), per_cent(shares).replace(SPACE, " "))


def _seconds(value: float) -> str:
    return with_unit(f"{value:.1f}", "s").replace(SPACE, " ")  # one unit in all rows
