"""`recurra cells check`: the table of what holds for one cell."""

import time

import typer
from rich.console import Console

from recurra import cells
from recurra.cli.bar import Bar
from recurra.cli.wrapped import columns as columns_of
from recurra.cli.wrapped import left
from recurra.fuzz.held import WITH, Rows, columns, rows
from recurra.fuzz.record import Found
from recurra.words import text


def check(spec: str) -> None:
    """Run all checks and print the table; exit code 1 where one does not hold."""
    cell = cells.find(spec)
    able, unable = columns(cell)
    found = _run(rows(cell))
    typer.echo(table(together(found), list(able)))
    for column, reason in unable.items():
        typer.echo(text("cli.check.not_run", column=column, reason=reason))
    wrong = [
        (row, column, entry.message)
        for row, entries in found.items()
        for column, entry in entries.items()
        if entry.message
    ]
    for row, column, message in wrong:
        told = text("cli.check.message", row=_row(row), column=column, what=message)
        typer.echo(f"\n{told}")
    count = sum(len(entries) for entries in found.values())
    if wrong:
        held = text("cli.check.not_all", wrong=len(wrong), count=count, cell=cell.name)
        typer.echo(f"\n{held}")
        raise typer.Exit(1)
    held = text("cli.check.all_hold", count=count, cell=cell.name)
    typer.echo(f"\n{held}")


def _run(listed: Rows) -> dict[str, dict[str, Found]]:
    total, done, begun = sum(len(r) for r in listed.values()), 0, time.monotonic()
    found: dict[str, dict[str, Found]] = {}
    with Bar(Console(stderr=True), width=40, counted=True) as bar:
        for row, entries in listed.items():
            found[row] = {}
            for column, entry in entries.items():
                rest = (time.monotonic() - begun) / done * (total - done) if done else None
                bar.update(_row(row), done, total, rest)
                found[row][column] = entry()
                done += 1
    return found


def together(found: dict[str, dict[str, Found]]) -> dict[str, dict[str, Found]]:
    """The checks of the equations as they are, then one row for all checks of each variant."""
    shown: dict[str, dict[str, Found]] = {}
    for row, entries in found.items():
        check, _, variant = row.partition(WITH)
        name = text("cli.check.all_with", variant=variant) if variant else _row(check)
        for column, entry in entries.items():
            before = shown.setdefault(name, {}).get(column, Found(name, 0.0))
            worst = max(before.worst, entry.worst)
            shown[name][column] = Found(name, worst, before.message or entry.message)
    return shown


def table(found: dict[str, dict[str, Found]], listed: list[str]) -> str:
    """Rows are checks, columns backends and types; an entry is the largest relative difference.

    >>> print(table({"values": {"numba float64": Found("values", 2e-16)}}, ["numba float64"]))
    check   numba float64
    values  holds (2e-16)
    """
    lines = [[text("cli.check.head"), *listed]]
    for row, entries in found.items():
        lines.append([row, *(_said(entries.get(column)) for column in listed)])
    widths = [max(columns_of(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(left(one, w) for one, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _said(entry: Found | None) -> str:
    if entry is None:
        return "-"
    if entry.message:
        return text("cli.check.wrong")
    return text("cli.check.holds", worst=entry.worst)


def _row(name: str) -> str:
    """A check as it is called; its name says with which variant."""
    check, _, variant = name.partition(WITH)
    return text("cli.check.row", name=check, variant=variant)
