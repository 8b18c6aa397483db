"""Mutants read one after the other: what comes of each, in how much time and memory."""

import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tests.data.mutants.mutant import Data, Make, Mutant

from recurra.data import Sequences, Series, gather
from recurra.errors import DataError, RecurraError
from recurra.records import Source
from recurra.tasks import pose
from recurra.tasks.given import laid, sequences
from recurra.words import Words

SECONDS = 2.0  # of a processor, for one mutant
MEMORY = 50_000_000  # bytes, and MORE times the files
MORE = 10
# The first refusals: the file is no table, no text, empty, without rows. What comes after them is
# an error with line or column, or of a value.
FIRST = (
    "data.unpack.", "data.encodings.", "data.csv_layout.", "data.table.", "data.json_records.",
    "data.spreadsheet.", "data.read.", "data.ts_format.header", "data.ts_format.no_text",
    "data.idx.", "data.treebank.not_utf8", "data.sequences.none", "data.arrays.unreadable",
)  # fmt: skip
PLACED = ("line", "column")


@dataclass
class Tally:
    """What came of mutants: counts by outcome, and the faults with their seeds."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0  # bytes beyond what was there before
    harmless: int = 0
    checked: int = 0

    @property
    def count(self) -> int:
        return self.outcomes.total()

    @property
    def passed(self) -> float:
        """The share that got past the first refusals."""
        return 1 - self.outcomes["first refusal"] / max(1, self.count)


def run(make: Make, seeds: range, tally: Tally | None = None) -> Tally:
    """Make the mutant of each seed, read it, and count what came of it."""
    tally = tally or Tally()
    for seed in seeds:
        mutant = make(np.random.default_rng(seed))
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("error")
            path = written(mutant, Path(folder))
            before, start = _peak(fresh=True), time.process_time()
            outcome, fault = read(mutant, path)
            seconds, memory = time.process_time() - start, _peak() - before
        if not fault and seconds > SECONDS:
            fault = f"slow: {seconds:.1f} s"
        if not fault and memory > MEMORY + MORE * mutant.size:
            fault = f"memory: {memory / 1e6:.0f} MB for {mutant.size} bytes"
        tally.outcomes["fault" if fault else outcome] += 1
        tally.harmless += not mutant.damage
        tally.slowest, tally.largest = max(tally.slowest, seconds), max(tally.largest, memory)
        if fault:
            told = f"{'+'.join(mutant.form)} | {'+'.join(mutant.damage)}"
            tally.faults.append((seed, fault, told))
    return tally


def written(mutant: Mutant, folder: Path) -> Path:
    """The mutant's files in a folder; the path that is read."""
    for name, content in mutant.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / mutant.data


def read(mutant: Mutant, path: Path) -> tuple[str, str]:
    """How it was answered, and what is wrong with that answer ("" where nothing is)."""
    try:
        source = Source.of(str(path), **mutant.asked)
        data = gather(source)
        finite = _finite(data, source)
    except RecurraError as error:
        return _refused(mutant, error)
    except Exception:
        return "", traceback.format_exc(limit=-3)
    if not finite:
        return "read", "infinity or NaN is let through"
    wrong = mutant.check(data)
    return "read", wrong


def _refused(mutant: Mutant, error: RecurraError) -> tuple[str, str]:
    shown = str(error)
    if len(shown.splitlines()) != 1 or len(shown) > 1500:
        return "", f"an error of {len(shown)} letters: {shown[:200]}"
    if not mutant.damage:
        return "", f"refused, though only its form was changed: {shown[-300:]}"
    key = error.what.key if isinstance(error.what, Words) else ""
    placed = isinstance(error, DataError) and (error.line or error.column)
    return "first refusal" if key.startswith(FIRST) and not placed else "refused", ""


def _finite(data: Data, source: Source) -> bool:
    """Whether everything that a network would be given is finite."""
    task = pose(data, source)
    if isinstance(data, Series):
        scaled = laid(data.groups, task.scaler)[1]  # type: ignore[attr-defined]
        return bool(np.isfinite(scaled).all())
    if isinstance(data, Sequences):
        scaled = sequences(data, task.scaler).steps  # type: ignore[attr-defined]
        return bool(np.isfinite(scaled).all())
    return True


def _peak(fresh: bool = False) -> int:
    """The most memory of this process in bytes, since the last `fresh` where the system knows."""
    if sys.platform != "linux":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if fresh:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmRSS:" if fresh else "VmHWM:")[2].split()[0])
