"""`recurra cells fuzz`: random cells on a backend, the smallest that fail."""

import time
from pathlib import Path

import typer
from rich.console import Console

from recurra.cli.bar import Bar
from recurra.fuzz.campaign import Campaign, failing, run
from recurra.fuzz.cell import RandomCell, executed
from recurra.fuzz.held import DOUBLE
from recurra.fuzz.record import Found, Report
from recurra.fuzz.shrink import shrunk
from recurra.words import text

SHRINKING = 20.0  # seconds for one failing cell


def fuzz(count: int, seed: int, trees: bool, compiled: int, backend: str) -> None:
    """Run a campaign and say what came out; exit code 1 where a cell is wrong."""
    campaign = Campaign(count, seed, trees, compiled, backend)
    begun, reports = time.monotonic(), list[Report]()
    with Bar(Console(stderr=True), width=12, counted=True) as bar:
        for report in run(campaign):
            reports.append(report)
            spent = time.monotonic() - begun
            bar.update(
                text("cli.fuzz.stage"),
                len(reports),
                count,
                spent / len(reports) * (count - len(reports)),
            )
            if report.wrong:
                typer.echo(_said(campaign, report))
    typer.echo(_summary(reports, time.monotonic() - begun))
    if any(r.wrong for r in reports):
        raise typer.Exit(1)


def _said(campaign: Campaign, report: Report) -> str:
    """A failing cell, made small and written to its file."""
    fails, last = failing(campaign, report), [report.wrong[0]]

    def still(made: RandomCell) -> bool:
        found = fails(made)
        if found:
            last[0] = found
        return found is not None

    start = RandomCell(report.text, executed(report.text), report.choices)
    small = shrunk(campaign.write, start, still, SHRINKING)
    path = Path(f"fuzz-{campaign.seed}-{report.number}.py")
    path.write_text(_file(report, small, last[0]), encoding="utf-8")
    others = tuple(f.check for f in report.wrong)
    said = text("cli.fuzz.wrong", number=report.number, backend=report.backend, checks=others)
    smallest = text("cli.fuzz.smallest", check=last[0].check, file=str(path), what=last[0].message)
    return f"{said}\n{smallest}\n\n{small.text}"


def _file(report: Report, small: RandomCell, found: Found) -> str:
    about = f"# {report.backend}, {found.check}: {found.message}\n\n"
    whole = "".join(f"# {line}\n" for line in report.text.splitlines())
    return f"{about}{small.text}\n\n# {text('cli.fuzz.made_from')}\n{whole}"


def _summary(reports: list[Report], seconds: float) -> str:
    wrong = sum(bool(r.wrong) for r in reports)
    kinds = ("float32", DOUBLE[0])  # what is not as exact by its nature
    held = max((f.worst for r in reports for f in r.checks if not f.message
                and not f.check.endswith(kinds)), default=0.0)  # fmt: skip
    checks = sum(len(r.checks) for r in reports)
    by = {n: sum(r.backend == n for r in reports) for n in sorted({r.backend for r in reports})}
    refused = sum(r.refused for r in reports)
    worst = max(r.worst for r in reports)
    return text(
        "cli.fuzz.summary",
        cells=len(reports),
        of=by,
        checks=checks,
        wrong=wrong,
        held=f"{held:.1e}",
        worst=f"{worst:.1e}" if wrong else None,
        refused=refused,
        seconds=round(seconds),
    )
