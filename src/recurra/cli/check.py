"""`recurra cells check`: the table of what holds for one cell."""

import time
from collections.abc import Mapping

import typer
from rich.cells import cell_len
from rich.console import Console

from recurra import cells
from recurra.cli.bar import Bar
from recurra.fuzz.held import Row, Rows, columns, rows
from recurra.fuzz.record import Found
from recurra.words import Words, say, text


def check(spec: str) -> None:
    """Run all checks and print the table; exit code 1 where one does not hold."""
    cell = cells.find(spec)
    able, unable = columns(cell)
    found = _run(rows(cell))
    typer.echo(table(together(found), list(able)))
    for column, reason in unable.items():
        typer.echo(text("fuzz.not_run", column=column, reason=reason))
    wrong = [
        (row, column, entry.message)
        for row, entries in found.items()
        for column, entry in entries.items()
        if entry.message
    ]
    for row, column, message in wrong:
        said = text("fuzz.does_not_hold", check=row.said, column=column, message=message)
        typer.echo(f"\n{said}")
    count = sum(len(entries) for entries in found.values())
    if wrong:
        failed = text("fuzz.some_do_not_hold", wrong=len(wrong), checks=count, cell=cell.name)
        typer.echo(f"\n{failed}")
        raise typer.Exit(1)
    typer.echo("\n" + text("fuzz.all_hold", checks=count, cell=cell.name))


def _run(listed: Rows) -> dict[Row, dict[str, Found]]:
    total, done, begun = sum(len(r) for r in listed.values()), 0, time.monotonic()
    found: dict[Row, dict[str, Found]] = {}
    with Bar(Console(stderr=True), width=40, counted=True) as bar:
        for row, entries in listed.items():
            found[row] = {}
            for column, entry in entries.items():
                left = (time.monotonic() - begun) / done * (total - done) if done else None
                bar.update(str(row.said), done, total, left)
                found[row][column] = entry()
                done += 1
    return found


def together(found: dict[Row, dict[str, Found]]) -> dict[Words, dict[str, Found]]:
    """The checks of the equations as they are, then one row for all checks of each variant."""
    shown: dict[Words, dict[str, Found]] = {}
    for row, entries in found.items():
        name = say("fuzz.all_with", variant=row.variant) if row.variant else row.said
        for column, entry in entries.items():
            before = shown.setdefault(name, {}).get(column, Found(row.check, 0.0))
            worst = max(before.worst, entry.worst)
            shown[name][column] = Found(row.check, worst, before.message or entry.message)
    return shown


def table(found: Mapping[Words, dict[str, Found]], listed: list[str]) -> str:
    """Rows are checks, columns backends and types; an entry is the largest relative difference.

    >>> found = Found("values", 2e-16)
    >>> print(table({found.said: {"numba float64": found}}, ["numba float64"]))
    check   numba float64
    values  holds (2e-16)
    """
    lines = [[text("fuzz.check_head"), *listed]]
    for row, entries in found.items():
        lines.append([str(row), *(_said(entries.get(column)) for column in listed)])
    widths = [max(cell_len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(_padded(entry, w) for entry, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _said(entry: Found | None) -> str:
    if entry is None:
        return "-"
    if entry.message:
        return text("fuzz.wrong")
    return text("fuzz.holds", worst=entry.worst)


def _padded(entry: str, width: int) -> str:
    """Japanese letters are two columns wide."""
    return entry + " " * (width - cell_len(entry))
