"""`recurra bench kernels` and `recurra bench show`."""

import json

import pytest
from tests.bench.inside import Inside
from typer.testing import CliRunner

from recurra import cells
from recurra.bench import kernels as module
from recurra.cli.bench import bench_app
from recurra.errors import SettingError

TINY = ["kernels", "--cells", "elman", "--shapes", "3,2,2,3", "--modes", "inference"]
TINY += ["--threads", "1", "--rivals", "torch", "--rounds", "7", "--quick"]


@pytest.fixture
def invoke(monkeypatch):
    monkeypatch.setattr(module, "Crew", Inside)
    monkeypatch.setattr("recurra.bench.worker.violation", lambda cell, backend: "")
    return lambda *arguments: CliRunner().invoke(bench_app, list(arguments))


@pytest.mark.slow
def test_table_records_and_report(invoke, tmp_path):
    out = tmp_path / "b"
    result = invoke(*TINY, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "Inference, 1 thread" in result.output and "What must be reached" in result.output
    assert sorted(p.name for p in out.iterdir()) == ["bench.json", "bench.jsonl", "report.html"]
    assert json.loads(invoke("kernels", "--resume", str(out), "--json").output.splitlines()[0])
    again = invoke("show", str(out), "--markdown")
    assert "bold: not reached" in again.output
    assert "**Forward and backward.**" not in again.output  # nothing was trained
    lines = invoke("show", str(out), "--json").output.splitlines()
    assert json.loads(lines[0])["quick"] is True
    assert json.loads(lines[1])["rival"] == "recurra"


def test_all_cells_and_targets_become_settings(invoke, monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(module, "kernels", lambda settings, *_: seen.append(settings))
    monkeypatch.setattr("recurra.cli.bench._done", lambda *_: None)
    for arguments in (["--cells", "all", "--targets"], []):
        assert invoke("kernels", *arguments, "--out", str(tmp_path / "b")).exit_code == 0
    short, whole = seen
    assert short.cells == cells.NAMES and short.targets and short.turn < whole.turn
    assert short.rounds == whole.rounds == 9 and not whole.targets


def test_fewer_than_seven_rounds_are_refused(invoke):
    assert invoke(*TINY, "--rounds", "3").exit_code == 2


def test_threads_are_numbers(invoke):
    result = invoke(*TINY, "--threads", "many")
    assert isinstance(result.exception, SettingError)
