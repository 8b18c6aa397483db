"""`recurra cells fuzz`: random cells on a backend, the smallest that fail."""

import time
from pathlib import Path

import typer
from rich.console import Console

from recurra.cli.bar import Bar
from recurra.fuzz.campaign import Campaign, failing, run
from recurra.fuzz.cell import RandomCell, executed
from recurra.fuzz.record import Found, Report
from recurra.fuzz.shrink import shrunk

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
                "random cells", len(reports), count, spent / len(reports) * (count - len(reports))
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
    others = ", ".join(f.check for f in report.wrong)
    return (
        f"cell {report.number} on {report.backend} is wrong in: {others}\n"
        f"the smallest that is wrong in {last[0].check} ({path}): {last[0].message}\n\n{small.text}"
    )


def _file(report: Report, small: RandomCell, found: Found) -> str:
    about = f"# {report.backend}, {found.check}: {found.message}\n\n"
    whole = "".join(f"# {line}\n" for line in report.text.splitlines())
    return f"{about}{small.text}\n\n# it was made smaller from\n{whole}"


def _summary(reports: list[Report], seconds: float) -> str:
    wrong = sum(bool(r.wrong) for r in reports)
    kinds = ("float32", "finite differences")  # what is not as exact by its nature
    held = max((f.worst for r in reports for f in r.checks if not f.message
                and not f.check.endswith(kinds)), default=0.0)  # fmt: skip
    checks = sum(len(r.checks) for r in reports)
    by = {n: sum(r.backend == n for r in reports) for n in sorted({r.backend for r in reports})}
    refused = sum(r.refused for r in reports)
    worst = max(r.worst for r in reports)
    text = (
        f"{len(reports)} random cells ({', '.join(f'{n} on {b}' for b, n in by.items())}), "
        f"{checks} checks, {wrong} cells wrong; largest relative difference "
        f"in float64 where they hold {held:.1e}"
    )
    text += f", where they do not {worst:.1e}" if wrong else ""
    return f"{text}; {refused} more were drawn that are not legal or too wild; {seconds:.0f} s"
