"""Memory and time of `compare` on a large table: `python measure_memory.py [rows] [options]`.

Writes a table of so many rows (2,000,000) of 9 columns and one of 1,000, compares networks on both
with the options that follow (--quick), and prints the highest sum of the processes' proportional
set sizes (Linux), how much more the large table takes, when its summary was on the screen, and how
long the screen was silent at most. The machine must do nothing else.
"""

import itertools
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil

COLUMNS, SEASON = 8, 1440


def write(path: Path, rows: int) -> None:
    """Minutes, and columns of a daily wave with noise that fades slowly."""
    rng = np.random.default_rng(0)
    wave = 10 * np.sin(2 * np.pi * np.arange(rows) / SEASON)
    noise = rng.normal(size=(rows, COLUMNS))
    for step in range(1, min(rows, 20)):
        noise[step:] += 0.9**step * rng.normal(size=(rows, COLUMNS))[: rows - step]
    values = np.round(wave[:, None] * np.arange(1, COLUMNS + 1) / 4 + noise, 3)
    stamps = np.datetime64("2020-01-01T00:00:00") + np.arange(rows) * np.timedelta64(60, "s")
    with path.open("w") as file:
        file.write(",".join(["time", *(f"v{k}" for k in range(COLUMNS))]) + "\n")
        for stamp, row in zip(stamps.astype(str), values.tolist(), strict=True):
            file.write(f"{stamp.replace('T', ' ')},{','.join(map(str, row))}\n")


def pss(process: psutil.Process) -> int:
    """Bytes of a process, what it shares divided by those who share it; 0 where it is gone."""
    try:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rollup.splitlines() if row.startswith("Pss:"))


def measured(path: Path, out: Path, options: list[str]) -> tuple[int, float, float]:
    """Highest memory in bytes, seconds until the summary, longest silence in seconds."""
    order = ["recurra", "compare", str(path), "--target", "v0", "--out", str(out), *options]
    began, peak = time.monotonic(), 0
    run = subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[tuple[float, str]] = [(began, "")]

    def listen() -> None:
        assert run.stdout is not None
        for line in run.stdout:
            said.append((time.monotonic(), line))
            print(f"{said[-1][0] - began:7.1f} {line}", end="")

    listener = threading.Thread(target=listen)
    listener.start()
    parent = psutil.Process(run.pid)
    while run.poll() is None:
        try:
            peak = max(peak, sum(map(pss, [parent, *parent.children(recursive=True)])))
        except psutil.Error:
            break
        time.sleep(0.2)
    listener.join()
    shown = next((at for at, line in said if line.startswith(path.name)), float("nan"))
    times = [at for at, _ in said]
    silent = max((b - a for a, b in itertools.pairwise(times)), default=0.0)
    return peak, shown - began, silent


def main() -> None:
    """Both tables."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    options = sys.argv[2:] or ["--quick"]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (1000, rows):
            path = Path(folder) / f"rows{count}.csv"
            write(path, count)
            found[count] = measured(path, Path(folder) / f"run{count}", options)
    for count, (peak, shown, silent) in found.items():
        print(f"{count:>9,} rows: {peak / 1e6:,.0f} MB, summary after {shown:.1f} s", end="")
        print(f", silent for at most {silent:.1f} s")
    print(f"more memory: {(found[rows][0] - found[1000][0]) / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
