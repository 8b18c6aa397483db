"""What a large table takes in memory, in proportion to its numbers.

Two million rows: `python tests/comparison/measure_memory.py`.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pytest
from tests.comparison.measure_memory import COLUMNS, write

from recurra.comparison import context, shared
from recurra.data import gather, table
from recurra.data.time_columns import plainly_numbers
from recurra.records import Source
from recurra.tasks import pose

ROWS = 50_000
POOLS: list[pa.MemoryPool] = []  # a pool has to live longer than what it holds
STAMP = len("2020-01-01 00:00:00") + 4  # bytes of a text, and of where it begins


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    found = tmp_path_factory.mktemp("large") / "large.csv"
    write(found, ROWS)
    return found


def test_columns_of_numbers_are_never_held_as_texts(path, monkeypatch):
    """At most what is kept, a copy of half of it, and some blocks of texts."""
    monkeypatch.setattr(table, "BLOCK", 100_000)
    before, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    POOLS.append(pool)
    pa.set_memory_pool(pool)
    try:
        found = table.read_table(path, plainly_numbers(()))
    finally:
        pa.set_memory_pool(before)
    assert sum(column.type == pa.float64() for column in found.columns.values()) == COLUMNS
    assert pool.max_memory() < 1.5 * ROWS * (8 * COLUMNS + STAMP) + 10 * table.BLOCK


KEPT: list[object] = []  # tasks of workers, as long as what they hold is measured


def anonymous() -> int:
    """Bytes of this process that no file holds and nobody shares."""
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Anonymous:")) * 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_worker_holds_no_copy_of_the_data(path, tmp_path):
    """It maps the numbers, float64 and scaled, and uses all of them without a copy."""
    few = tmp_path / "few.csv"
    write(few, 2000)
    passed_over(few, tmp_path / "few")  # what computes is loaded
    before, numbers = passed_over(path, tmp_path / "all")
    assert anonymous() - before < numbers / 4


def passed_over(path: Path, folder: Path) -> tuple[int, int]:
    """What this process held before a worker's pass over all of a table; bytes of its numbers."""
    folder.mkdir()
    source = Source.of(str(path), target=("v0",))
    task = pose(gather(source), source)
    rows = sum(len(g) for g in task.series.groups)
    numbers = rows * len(task.series.columns) * (8 + 4)
    shared.put(task, folder)
    setting = context.Setting(source, task.score.info.name, 0, "reference", "float32")
    next(iter(task.batches("train", 64)))
    given = task.given("train")
    assert given.values.nbytes + given.scaled.nbytes == numbers

    before = anonymous()
    found = context.load(setting, task.summary, folder, folder).task
    KEPT.append(found)
    total = 0.0
    for batch in found.batches("test", 64):
        total += float(batch.x.sum())
    given = found.given("train")
    assert given.values.sum() != 0 and given.scaled.any() and total != 0
    return before, numbers
