"""Nothing that `compare` does is silent for long, and a time that is too short is said at once."""

import io
import itertools
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv
from rich.console import Console

from recurra.cli import compare as command
from recurra.cli.compare import Display
from recurra.words import say, speaking

SILENT = 5.0  # seconds, at most


def progress(stage: str, left: float | None = None) -> Any:
    called = say("comparison.stages.stage", name=stage)
    return SimpleNamespace(
        stage=stage, called=called, done=0.0, total=0.0, seconds_left=left, folder=Path("absent"),
        data=None, said=(),
    )  # fmt: skip


def shown(monkeypatch: pytest.MonkeyPatch, terminal: bool = False) -> tuple[Display, io.StringIO]:
    monkeypatch.setattr(command, "AGAIN", 0.3)
    file = io.StringIO()
    return Display(Console(file=file, force_terminal=terminal, width=200)), file


def test_a_log_hears_of_a_stage_again_though_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the language that is spoken where the stage was told, with the time left or spent."""
    display, file = shown(monkeypatch)
    with display:
        with speaking("ja"):
            display.show(progress("reading_the_data"))
        time.sleep(1.2)
        display.show(progress("search", 40.0))
        time.sleep(1.2)
    lines = file.getvalue().splitlines()
    assert lines[0] == "... データの読み込み" and lines[1].startswith("... データの読み込み（")
    assert "経過" in lines[1]
    first = lines.index("... search")
    assert lines[first + 1] == "... search, 40 s left"


def test_nothing_is_repeated_when_the_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    display, file = shown(monkeypatch)
    with display:
        display.show(progress("report"))
        display.end()
        time.sleep(0.8)
    assert file.getvalue() == "... report\n"


def test_a_terminal_shows_a_bar_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    display, file = shown(monkeypatch, terminal=True)
    with display:
        display.show(progress("report"))
        time.sleep(0.8)
    assert "..." not in file.getvalue()


def large(path: Path, rows: int) -> None:
    """A table of minutes and eight columns."""
    rng = np.random.default_rng(0)
    stamps = np.datetime64("2020-01-01T00:00:00") + np.arange(rows) * np.timedelta64(60, "s")
    values = np.round(rng.normal(size=(8, rows)), 3)
    columns = {"time": stamps, **{f"v{k}": one for k, one in enumerate(values)}}
    csv.write_csv(pa.table(columns), path)


def lines_of(*words: str) -> tuple[list[tuple[float, str]], int]:
    """What a command writes, and when."""
    began = time.monotonic()
    run = subprocess.Popen(
        [sys.executable, "-m", "recurra", "compare", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with run:
        assert run.stderr is not None
        found = [(0.0, "")] + [(time.monotonic() - began, line) for line in run.stderr]
    return found, run.returncode


def slowness() -> float:
    """How many times longer than alone this process takes now."""
    began, spent = time.monotonic(), time.process_time()
    while time.process_time() < spent + 0.3:
        pass
    return max(1.0, (time.monotonic() - began) / 0.3)


@pytest.mark.slow
def test_a_large_table_is_never_silent_and_a_short_time_is_refused_at_once(tmp_path: Path) -> None:
    """2 million rows: the network is timed before it is refused, within five seconds of reading."""
    file = tmp_path / "large.csv"
    large(file, 2_000_000)
    busy = slowness()
    found, code = lines_of(
        str(file), "--target", "v0", "--cells", "lstm", "--hidden-size", "512", "--budget", "2m",
        "--out", str(tmp_path / "run"),
    )  # fmt: skip
    busy = max(busy, slowness())
    assert code == 2 and "too short" in found[-1][1] and not (tmp_path / "run").exists()
    times = [at for at, _ in found]
    assert max(b - a for a, b in itertools.pairwise(times)) <= SILENT * busy
    read = next(at for at, line in found if line.startswith("large.csv"))
    assert times[-1] - read <= 5.0 * busy
