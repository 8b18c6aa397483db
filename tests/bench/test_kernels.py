"""The benchmark from settings to records, with the rivals in this process; and once for real."""

import dataclasses
import io
import json
import types

import pytest
from tests.bench.inside import Inside

from recurra.bench import kernels as module
from recurra.bench import machine, rounds
from recurra.bench.answers import from_line
from recurra.bench.crew import Contender, Crew
from recurra.bench.kernels import kernels, resume
from recurra.bench.plan import Settings
from recurra.bench.rivals import OWN
from recurra.bench.shapes import Job
from recurra.bench.worker import Worker, serve
from recurra.errors import RunError, SettingError
from recurra.json_lines import from_json, read_lines, to_json
from recurra.measurements import Bench, Measurement

TINY = Settings(
    cells=("elman", "lstm"),
    shapes=((3, 2, 2, 3),),
    modes=("train", "inference"),
    threads=(1,),
    rivals=("torch", "python loop", "onnxruntime", "recurra lstm"),
    rounds=2,
    turn=1e-4,
    rest=0.0,
    backend="reference",
)


@pytest.fixture
def inside(monkeypatch):
    monkeypatch.setattr(module, "Crew", Inside)
    monkeypatch.setattr("recurra.bench.worker.violation", lambda cell, backend: "")


@pytest.mark.slow
def test_records(inside, tmp_path):
    seen = []
    bench = kernels(TINY, tmp_path / "b", seen.append)
    lines = list(read_lines(Measurement, tmp_path / "b" / "bench.jsonl"))
    assert from_json(Bench, (tmp_path / "b" / "bench.json").read_text()) == bench
    assert bench.status == "finished" and bench.peak == {"1": 50.0}
    assert len(lines) == 2 * 2 * 5  # cells, modes, contenders
    timed = {(m.cell, m.mode, m.rival): m for m in lines if not m.skipped}
    own, torch = timed["lstm", "train", "recurra"], timed["lstm", "train", "torch"]
    assert own.ratio == 1 and torch.ratio > 0 and torch.rounds == 2
    assert torch.ratio_low <= torch.ratio <= torch.ratio_high
    assert own.gflops == pytest.approx(own.operations / own.seconds / 1e9)
    assert own.share == pytest.approx(own.gflops / 50)
    assert {m.computes for m in lines} == {"", "lstm"}
    reasons = {(m.cell, m.mode, m.rival): m.skipped for m in lines if m.skipped}
    assert str(reasons["lstm", "train", "recurra lstm"]) == "the cell is the LSTM itself"
    assert reasons["lstm", "train", "onnxruntime"]
    assert {t.reached for t in bench.targets} == {"incomplete"}
    assert [m.mean > 0 for m in bench.means]
    assert [p.done for p in seen] == sorted(p.done for p in seen) and seen[-1].done < 1
    assert seen[0].seconds_left is None and seen[-1].seconds_left > 0
    assert any("medians" in str(s).lower() for s in bench.conditions)


@pytest.mark.slow
def test_quick_is_short_and_says_so(inside, tmp_path):
    asked = dataclasses.replace(TINY, quick=True, turn=5.0, modes=("inference",))
    bench = kernels(asked, tmp_path / "b")
    assert bench.quick and "0.01 s" in str(bench.conditions[0])


@pytest.mark.slow
def test_a_failing_cell_is_not_timed(inside, tmp_path, monkeypatch):
    def fails(cell, backend):
        return "values: differs" if cell.name == "lstm" else ""

    monkeypatch.setattr("recurra.bench.worker.violation", fails)
    bench = kernels(dataclasses.replace(TINY, modes=("train",)), tmp_path / "b")
    lines = list(read_lines(Measurement, tmp_path / "b" / "bench.jsonl"))
    assert bench.refused.keys() == {"lstm"}
    assert str(bench.refused["lstm"]) == "conformance: values: differs"
    assert {m.cell for m in lines if not m.skipped} == {"elman"}


def test_a_folder_that_cannot_go_on(tmp_path):
    with pytest.raises(RunError, match="holds no benchmark"):
        resume(tmp_path)
    bench = Bench(("recurra",), "interrupted", "2026-01-02T03:04:05+00:00")
    for changes, message in (
        ({"machine": {"cpu": "another"}}, "another machine"),
        ({"machine": machine.machine(), "versions": machine.versions()}, "without its settings"),
    ):
        changed = dataclasses.replace(bench, **changes)
        (tmp_path / "bench.json").write_text(to_json(changed))
        with pytest.raises(RunError, match=message):
            resume(tmp_path)
    (tmp_path / "bench.json").write_text("{")
    with pytest.raises(RunError, match="damaged"):
        resume(tmp_path)


@pytest.mark.slow
def test_an_interrupted_run_keeps_what_is_done(inside, tmp_path):
    def stop(progress):
        if progress.lines:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kernels(TINY, tmp_path / "b", stop)
    bench = from_json(Bench, (tmp_path / "b" / "bench.json").read_text())
    assert bench.status == "interrupted" and bench.means
    lines = list(read_lines(Measurement, tmp_path / "b" / "bench.jsonl"))
    assert len(lines) == 5
    # as after a kill in the middle of a row: its lines are not all there, the last is cut short
    with (tmp_path / "b" / "bench.jsonl").open("a") as file:
        half = dataclasses.replace(lines[0], mode="inference")
        file.write(to_json(half) + "\n" + to_json(half)[:50])
    again = resume(tmp_path / "b")
    whole = list(read_lines(Measurement, tmp_path / "b" / "bench.jsonl"))
    assert whole[0].seconds == lines[0].seconds  # not timed again
    assert len(whole) == 20 and len({(m.cell, m.mode, m.rival) for m in whole}) == 20
    assert again.status == "finished" and len(again.resumed) == 1
    assert again.started == bench.started and again.seconds > bench.seconds
    assert resume(tmp_path / "b") == again  # nothing is left to do


def test_settings_that_do_not_fit(tmp_path):
    for changes, message in (
        ({"cells": ("lstn",)}, "did you mean 'lstm'"),
        ({"rivals": ("torhc",)}, "unknown rival"),
        ({"modes": ("training",)}, "unknown kind of work"),
        ({"threads": (0,)}, "at least 1"),
        ({"cells": ()}, "nothing to time"),
    ):
        with pytest.raises(SettingError, match=message):
            kernels(dataclasses.replace(TINY, **changes), tmp_path / "b")
    assert not (tmp_path / "b").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(RunError, match="not empty"):
        kernels(TINY, tmp_path / "full")


def test_a_worker_answers_requests():
    job = dataclasses.asdict(Job("elman", "train", 3, 2, 2, 3))
    requests = [{"do": "prepare", "job": job}, {"do": "laps", "calls": 3}]
    requests.append({"do": "prepare", "job": {**job, "cell": "nothing"}})
    answers = io.StringIO()
    serve("python loop", 1, io.StringIO("".join(json.dumps(r) + "\n" for r in requests)), answers)
    ready, laps, wrong = (from_line(line) for line in answers.getvalue().splitlines())
    assert ready["operations"] == 3 * 2 * 6 * 3 * (2 + 3) and ready["once"] > 0
    assert len(laps["laps"]) == 3 and min(laps["laps"]) > 0
    assert "unknown cell" in str(wrong["reason"])


def test_only_quick_calls_are_warmed_up():
    worker, calls = Worker(OWN), []

    class Prepared:
        work = types.SimpleNamespace(job=Job("elman", "train", 3, 2, 2, 3))

        def call(self):
            calls.append(1)

    worker._prepared = Prepared()
    for once, expected in ((rounds.LONG / 2, 4), (rounds.LONG, 3)):
        worker._once = once
        calls.clear()
        assert len(worker.laps(3)["laps"]) == 3 and len(calls) == expected


def test_turns_are_interleaved_and_one_may_fail():
    order = []

    class Fake:
        def __init__(self, name, seconds):
            self.name, self.seconds, self.asked = name, seconds, 0

        def ask(self, do, calls):
            order.append(self.name)
            self.asked += 1
            if self.name == "dies" and self.asked == 2:
                return {"reason": "its process ended with code -9"}
            return {"laps": [self.seconds] * calls, "cores": 1.0}

    fakes = {n: Fake(n, s) for n, s in (("a", 1.0), ("b", 2.0), ("dies", 3.0))}
    found = rounds.turns(fakes, {"a": 4, "b": 2, "dies": 1}, 3, rest=0.0)
    assert order == ["a", "b", "dies", "b", "dies", "a", "a", "b"]
    assert (found["b"].medians / found["a"].medians).tolist() == [2.0] * 3
    assert found["dies"].failed and len(found["a"].rounds[0]) == 4


@pytest.mark.slow
def test_processes(tmp_path):
    settings = dataclasses.replace(
        TINY, cells=("lstm",), modes=("train",), rivals=("torch",), rounds=7
    )
    bench = kernels(settings, tmp_path / "b")
    own, torch = read_lines(Measurement, tmp_path / "b" / "bench.jsonl")
    assert bench.refused == {} and own.rounds == 7 and torch.note == "nn.LSTM"
    assert bench.peak["1"] > 0.1 and torch.cores < 1.2


@pytest.mark.slow
def test_a_process_that_dies_is_a_reason():
    with Crew(["torch"], 1) as crew:
        contender: Contender = crew["torch"]
        assert "gflops" in contender.ask(do="peak")
        contender._process.kill()
        assert "ended with code -9" in str(contender.ask(do="peak")["reason"])
        assert "gflops" in contender.ask(do="peak")
