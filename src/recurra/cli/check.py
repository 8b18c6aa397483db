"""`recurra cells check`: the table of what holds for one cell."""

import time

import typer
from rich.console import Console

from recurra import cells
from recurra.cli.bar import Bar
from recurra.fuzz.held import WITH, Rows, columns, rows
from recurra.fuzz.record import Found


def check(spec: str) -> None:
    """Run all checks and print the table; exit code 1 where one does not hold."""
    cell = cells.find(spec)
    able, unable = columns(cell)
    found = _run(rows(cell))
    typer.echo(table(together(found), list(able)))
    for column, reason in unable.items():
        typer.echo(f"not run on {column}: {reason}")
    wrong = [
        (row, column, entry.message)
        for row, entries in found.items()
        for column, entry in entries.items()
        if entry.message
    ]
    for row, column, message in wrong:
        typer.echo(f"\n{row}, on {column}: {message}.")
    count = sum(len(entries) for entries in found.values())
    if wrong:
        typer.echo(f"\n{len(wrong)} of {count} checks of {cell.name} do not hold")
        raise typer.Exit(1)
    typer.echo(f"\nall {count} checks of {cell.name} hold")


def _run(listed: Rows) -> dict[str, dict[str, Found]]:
    total, done, begun = sum(len(r) for r in listed.values()), 0, time.monotonic()
    found: dict[str, dict[str, Found]] = {}
    with Bar(Console(stderr=True), width=40, counted=True) as bar:
        for row, entries in listed.items():
            found[row] = {}
            for column, entry in entries.items():
                left = (time.monotonic() - begun) / done * (total - done) if done else None
                bar.update(row, done, total, left)
                found[row][column] = entry()
                done += 1
    return found


def together(found: dict[str, dict[str, Found]]) -> dict[str, dict[str, Found]]:
    """The checks of the equations as they are, then one row for all checks of each variant."""
    shown: dict[str, dict[str, Found]] = {}
    for row, entries in found.items():
        check, _, variant = row.partition(WITH)
        name = f"all of these, with {variant}" if variant else check
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
    lines = [["check", *listed]]
    for row, entries in found.items():
        lines.append([row, *(_said(entries.get(column)) for column in listed)])
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _said(entry: Found | None) -> str:
    if entry is None:
        return "-"
    if entry.message:
        return "WRONG"
    return f"holds ({entry.worst:.0e})" if entry.worst else "holds"
