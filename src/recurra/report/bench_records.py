"""A benchmark's folder read back."""

from dataclasses import dataclass
from pathlib import Path

from recurra.errors import RunError, reason
from recurra.json_lines import from_json, read_lines
from recurra.measurements import Bench, Measurement
from recurra.words import say, text

FORMAT = 1
OWN = "recurra"


@dataclass(frozen=True)
class Row:
    """One row of the benchmark: our line, and the rivals' by name."""

    own: Measurement
    rivals: dict[str, Measurement]

    @property
    def shape(self) -> str:
        """T,B,I,H."""
        m = self.own
        return f"{m.steps},{m.batch},{m.width},{m.hidden}"


@dataclass(frozen=True)
class Part:
    """The rows of one kind of work at one number of threads."""

    mode: str
    threads: int
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """In words."""
        return text("report.bench.part", mode=self.mode, threads=self.threads)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Those with at least one ratio, in the order of the records."""
        names = dict.fromkeys(n for row in self.rows for n in row.rivals)
        return tuple(
            n for n in names if any(n in r.rivals and r.rivals[n].ratio for r in self.rows)
        )


@dataclass(frozen=True)
class BenchRun:
    """All records of one benchmark."""

    bench: Bench
    parts: tuple[Part, ...]


def read(folder: Path) -> BenchRun:
    """The records in a folder.

    Raises RunError where they are missing or damaged.
    """
    file = Path(folder) / "bench.json"
    if not file.is_file():
        raise RunError(say("report.bench.no_record", folder=folder))
    try:
        bench = from_json(Bench, file.read_text(encoding="utf-8"))
        lines = list(read_lines(Measurement, Path(folder) / "bench.jsonl"))
    except (ValueError, TypeError, KeyError) as error:
        why = reason(error)
        raise RunError(say("bench.kernels.damaged", folder=folder, why=why)) from None
    if bench.format > FORMAT:
        raise RunError(say("report.bench.newer", folder=folder, format=bench.format))
    return BenchRun(bench, parts(lines))


def parts(lines: list[Measurement]) -> tuple[Part, ...]:
    """Lines by kind of work, threads and row, in the order of their first appearance."""
    found: dict[tuple[str, int], dict[tuple[object, ...], dict[str, Measurement]]] = {}
    for m in lines:
        row = (m.cell, m.steps, m.batch, m.width, m.hidden)
        found.setdefault((m.mode, m.threads), {}).setdefault(row, {})[m.rival] = m
    return tuple(
        Part(mode, threads, tuple(Row(row.pop(OWN), row) for row in rows.values() if OWN in row))
        for (mode, threads), rows in found.items()
    )
