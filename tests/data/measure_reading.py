"""How long a large CSV file takes, beside pandas: `python -m tests.data.measure_reading [MB]`.

A table of a stamp and eight numbers of four decimals is made, read by recurra (to series that can
be trained on) and by `pandas.read_csv` in turns, and the medians of wall time and of processor time
are printed; the aim is 1.5 times pandas' own.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from recurra.data.read import gather
from recurra.records import Source

ROW, TURNS = 82, 7  # bytes, about


def write(path: Path, rows: int, block: int = 500_000) -> None:
    """A minute a row; a block of rows at a time."""
    rng, start = np.random.default_rng(0), np.datetime64("2000-01-01T00:00:00")
    with path.open("wb") as file:
        file.write(b"time,load," + b",".join(b"x%d" % k for k in range(7)) + b"\n")
        for first in range(0, rows, block):
            k = np.arange(first, min(first + block, rows))
            stamps = np.datetime_as_string(start + k.astype("timedelta64[m]"), unit="s")
            day = np.sin(2 * np.pi * k / 1440)
            columns = [np.round(100 + 30 * day + rng.normal(0, 5, len(k)), 4)]
            columns += [np.round(rng.normal(0, 10.0 ** (c % 3), len(k)), 4) for c in range(7)]
            names = list("abcdefghi")
            table = pa.table([np.char.replace(stamps, "T", " "), *columns], names=names)
            how = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
            pyarrow.csv.write_csv(table, file, how)


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write(path, megabytes * 1_000_000 // ROW)
        source = Source.of(str(path), target=("load",))
        ways: dict[str, Callable[[], object]] = {
            "recurra": lambda: gather(source),
            "pandas": lambda: pd.read_csv(path, parse_dates=["time"]),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for turn in range(TURNS + 1):
            for name, way in ways.items():
                wall, own = time.perf_counter(), time.process_time()
                way()
                if turn:
                    now = time.perf_counter() - wall, time.process_time() - own
                    taken[name].append(now)
    medians = {
        n: [statistics.median(one) for one in zip(*t, strict=True)] for n, t in taken.items()
    }
    for name, (wall, own) in medians.items():
        print(f"{name}: {wall:.2f} s, processor {own:.2f} s")
    wall, own = (a / b for a, b in zip(medians["recurra"], medians["pandas"], strict=True))
    print(f"recurra takes {wall:.2f} times pandas' time, {own:.2f} times its processor time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
