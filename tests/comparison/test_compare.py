"""The whole comparison, in small."""

import dataclasses
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from tests.export import mutations

from recurra.comparison import context, driver, examined, stages, start, trial
from recurra.comparison.context import Context
from recurra.comparison.folder import Folder
from recurra.comparison.workers import Inline
from recurra.data import gather
from recurra.errors import CellError, DataError, RecurraError, RunError, SettingError
from recurra.export import bundle
from recurra.json_lines import from_json, read_lines
from recurra.records import Cost, Objective, Plan, Recurrence, Results, Run, Search, Trial
from recurra.tasks import Classification, pose
from recurra.tasks.baselines import logistic
from recurra.train.optimisers import sgd

Small = Callable[..., Results]

MINE = """
from recurra.ir import cell, sigmoid, tanh, vector


@cell(states="h")
def leaky(x, h, W, U, b, a):
    k = sigmoid(vector(a))
    return k * h + (1 - k) * tanh(W @ x + U @ h + b)
"""


def trials(folder: Path) -> list[Trial]:
    """All but the measured times."""
    found = read_lines(Trial, folder / "trials.jsonl")
    return [dataclasses.replace(t, seconds=0.0, spent=(0.0, 0.0)) for t in found]


def plan(folder: Path) -> Plan:
    return from_json(Plan, (folder / "plan.json").read_text())


def run(folder: Path) -> Run:
    return from_json(Run, (folder / "run.json").read_text())


def test_a_finished_folder_has_everything(small: Small, tmp_path: Path) -> None:
    results = small()
    names = {file.name for file in (tmp_path / "run").iterdir()}
    assert names == {
        "run.json", "plan.json", "trials.jsonl", "costs.jsonl", "results.json", "report.html",
        "findings.jsonl", "best", "best_network", ".state",
    }  # fmt: skip
    assert run(tmp_path / "run").status == "finished"
    assert from_json(Results, (tmp_path / "run/results.json").read_text()) == results
    assert results.verdict.recommended in {a.name for a in plan(tmp_path / "run").architectures}
    for standing in results.standings:
        assert 0 <= (standing.calibration or -1) <= 1 and (standing.calibration_chance or 0) > 0


def test_best_is_what_is_recommended_and_the_best_network_stands_beside_it(
    small: Small, tmp_path: Path
) -> None:
    """After 20 updates no network is as good as logistic regression."""
    results, folder = small(), tmp_path / "run"
    assert results.verdict.recommended == "logistic regression"
    served = examined.bundled(folder)
    assert served.name == results.verdict.recommended == bundle.load(folder / "best").name
    assert any("best_network/ holds" in str(told) for told in results.verdict.warnings)
    task = pose(gather(plan(folder).source), plan(folder).source, 0)
    shares = served.answerer.predict(task.given("test"))
    standing = next(s for s in results.standings if s.architecture == served.name)
    assert standing.test and task.score.value(task.truth("test"), shares) == standing.test.value
    network = examined.bundled(folder, network=True)
    assert network.name == results.verdict.best_network
    assert examined.taken(folder).name == network.name  # a diagnosis is of the network
    for file in (f for f in folder.rglob("*") if f.is_file()):
        raw = file.read_bytes()
        assert not (raw[:1] == b"\x80" and 2 <= raw[1] <= 5 and raw[-1:] == b"."), (
            f"a pickle: {file}"
        )


def test_spoiled_models_of_a_comparison_answer_as_before_or_say_so(
    small: Small, tmp_path: Path
) -> None:
    small(cells=("elman",), trials=1, seeds=1)
    folder, rng = tmp_path / "run", random.Random(0)
    task = pose(gather(plan(folder).source), plan(folder).source, 0)
    given = task.given("test").head(20)
    both, refused = ["best", "best_network"], 0
    whole = {name: bundle.load(folder / name).served.model.predict(given) for name in both}
    for number in range(40):
        name, other = rng.sample(both, 2)
        copy = shutil.copytree(folder / name, tmp_path / f"{number}")
        done = mutations.mutate(copy, folder / other, rng)
        try:
            found = bundle.load(copy).served.model.predict(given)
        except RecurraError as error:
            refused += 1
            assert "\n" not in str(error), done
        else:
            assert np.array_equal(found, whole[name]), done
    assert refused > 20


def test_baselines_are_costed(small: Small, tmp_path: Path) -> None:
    small(cells=("elman",))
    lines = (tmp_path / "run/costs.jsonl").read_text().splitlines()
    found = {c.architecture: c for c in (from_json(Cost, line) for line in lines)}
    for name in ("majority", "logistic regression"):
        cost = found[name]
        assert cost.disk and cost.sequence_p50 and cost.train_seconds and cost.memory_inference
    assert found["logistic regression"].disk > found["majority"].disk  # type: ignore[operator]
    weights = 8 * (64 + 1) * 10  # at least, and what an answer takes
    assert weights < found["logistic regression"].memory_inference < 20 * weights  # type: ignore[operator]
    assert found["majority"].memory_inference < weights  # type: ignore[operator]
    assert found["majority"].train_seconds < 0.5  # type: ignore[operator]


def test_each_stage_has_its_share_of_the_wall_time(small: Small, tmp_path: Path) -> None:
    began = time.time()
    small(cells=("elman",), began=began - 5.0)
    said = run(tmp_path / "run")
    stages = list(said.stages)
    assert (
        stages[:4] == ["starting", "reading_the_data", "loading_the_libraries", "compiling"]
        and stages[-1] == "report"
    )
    assert {"search", "final_trainings", "examining", "costs"} <= set(stages)
    assert said.stages["starting"] >= 5.0 and min(said.stages.values()) >= 0
    assert said.seconds == pytest.approx(sum(said.stages.values()))
    assert said.seconds <= time.time() - began + 5.0 + 1e-3  # clocks of two kinds
    assert said.workers == 1


def test_every_network_gets_the_same_budget(small: Small, tmp_path: Path) -> None:
    small()
    search = plan(tmp_path / "run").search
    rungs: dict[str, list[int]] = {}
    for t in trials(tmp_path / "run"):
        if t.stage != "baseline":
            rungs.setdefault(t.architecture, []).append(t.rung)
            full = search.rungs[t.rung]
            assert t.updates == full or (t.updates < full and "no better score" in str(t.reason))
    assert sorted(rungs["elman"]) == sorted(rungs["scrn"])
    assert [rungs["elman"].count(k) for k in range(3)] == list(search.keep)
    assert search.rungs[0] >= search.rungs[-1] / 4


@pytest.mark.slow
def test_records_are_in_plan_order(small: Small, tmp_path: Path) -> None:
    small()
    found = trials(tmp_path / "run")
    search = plan(tmp_path / "run").search
    stages = [("baseline", "search", "final").index(t.stage) for t in found]
    assert stages == sorted(stages)
    first = [t.learning_rate for t in found if t.architecture == "scrn" and t.rung == 0]
    assert tuple(first) == search.learning_rates


def test_permuted_test_labels_change_no_choice(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = small("one")
    untouched = start.pose

    def permuted(*arguments: Any) -> Any:
        task = untouched(*arguments)
        assert isinstance(task, Classification)
        assert task.summary.fingerprint  # taken before the labels are permuted: the same keys
        y, where = task.data.y.copy(), task.index["test"]
        y[where] = np.random.default_rng(9).permutation(y[where])
        task.data = dataclasses.replace(task.data, y=y)
        return task

    monkeypatch.setattr(start, "pose", permuted)
    monkeypatch.setattr(context, "pose", permuted)
    two = small("two")
    assert trials(tmp_path / "one") == trials(tmp_path / "two")
    assert plan(tmp_path / "one") == plan(tmp_path / "two")
    for name in ("recommended", "best_network", "best_baseline"):
        assert getattr(one.verdict, name) == getattr(two.verdict, name)
    assert [s.validation for s in one.standings] == [s.validation for s in two.standings]
    assert [s.test for s in one.standings] != [s.test for s in two.standings]


def test_an_interrupted_run_goes_on_to_the_same_records(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("whole")
    original = Folder.note
    count = 0

    def note(self: Folder, done: Trial) -> None:
        nonlocal count
        count += 1
        if count == 9:
            raise KeyboardInterrupt
        original(self, done)

    monkeypatch.setattr(Folder, "note", note)
    with pytest.raises(RunError, match="--resume"):
        small("cut")
    folder = tmp_path / "cut"
    cut = run(folder)
    assert cut.status == "interrupted" and cut.seconds == pytest.approx(sum(cut.stages.values()))
    assert not (folder / "best").exists() and not (folder / "report.html").exists()
    assert len(trials(folder)) == 8
    with (folder / ".state/journal.jsonl").open("a") as file:
        file.write('{"key":"cut sho')  # as a crash in the middle of a line leaves it
    small(resume=folder)
    whole = run(folder)
    assert whole.status == "finished" and "report" in whole.stages
    assert whole.stages["reading_the_data"] > cut.stages["reading_the_data"] > 0  # read twice
    assert trials(folder) == trials(tmp_path / "whole")


@pytest.mark.slow
def test_lost_checkpoints_change_nothing(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("whole")
    original = stages.search.final_jobs

    def stop(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(stages.search, "final_jobs", stop)
    with pytest.raises(RunError):
        small("cut")
    monkeypatch.setattr(stages.search, "final_jobs", original)
    for file in (tmp_path / "cut/.state").glob("*.safetensors"):
        file.unlink()
    for file in (tmp_path / "cut/.state").glob("*.npy"):
        file.unlink()
    small(resume=tmp_path / "cut")
    assert trials(tmp_path / "cut") == trials(tmp_path / "whole")


def test_a_recorded_plan_is_repeated(small: Small, tmp_path: Path) -> None:
    one = small("one", cells=("scrn",), hidden_size=8)
    two = small("two", plan=tmp_path / "one")
    assert trials(tmp_path / "one") == trials(tmp_path / "two")
    assert plan(tmp_path / "one") == plan(tmp_path / "two")
    assert one.standings == two.standings


def test_the_objective_reaches_training_records_and_model(small: Small, tmp_path: Path) -> None:
    chosen = {"output": "logistic", "loss": "squared_error", "class_weights": "balanced"}
    small("one", **chosen, schedule="plateau", init="orthogonal", cells=("elman",), seeds=1)
    small("two", cells=("elman",), seeds=1)
    one, two = plan(tmp_path / "one"), plan(tmp_path / "two")
    assert one.objective == Objective(**chosen) and two.objective == Objective()
    assert (one.training.fitting.schedule, one.training.init) == ("plateau", "orthogonal")
    assert any("weight of its class" in str(sentence) for sentence in one.data.inferred)
    losses = [
        {t.key: t.train_loss for t in trials(tmp_path / name) if t.stage != "baseline"}
        for name in ("one", "two")
    ]
    assert not losses[0].keys() & losses[1].keys()
    # squared errors of 10 logistic units start at 10 / 4, the cross-entropy at log 10
    first = [next(iter(found.values()))[0][1] for found in losses]
    assert abs(first[0] - 2.5) > 1e-3 and first != losses
    head = examined.bundled(tmp_path / "one", network=True).model.head
    assert (head.output, head.kind) == ("logistic", "squared_error")
    small("again", plan=tmp_path / "one")
    assert trials(tmp_path / "again") == trials(tmp_path / "one")
    said = run(tmp_path / "one").command
    assert said[said.index("--class-weights") + 1] == "balanced"


def test_what_is_done_to_the_recurrence_reaches_training_records_and_model(
    small: Small, tmp_path: Path
) -> None:
    chosen = {"recurrent_dropout": 0.2, "zoneout": 0.1, "hidden_gradient_clip": 0.5}
    small("one", **chosen, seeds=1)
    small("two", seeds=1)
    one, two = plan(tmp_path / "one"), plan(tmp_path / "two")
    assert one.recurrence == Recurrence(**chosen) and two.recurrence == Recurrence()
    parts = [{t.key: t for t in trials(tmp_path / name)} for name in ("one", "two")]
    shared = {parts[0][key].stage for key in parts[0].keys() & parts[1].keys()}
    assert shared == {"baseline"}  # no training is the same, and baselines have no recurrence
    for found in parts:
        assert all(t.status == "ok" for t in found.values())
    body = examined.bundled(tmp_path / "one", network=True).model.body
    assert body.zoneout == 0.1  # the others act in training alone
    small("again", plan=tmp_path / "one")
    assert trials(tmp_path / "again") == trials(tmp_path / "one")
    said = run(tmp_path / "one").command
    for name, value in chosen.items():
        assert said[said.index(f"--{name.replace('_', '-')}") + 1] == str(value)


def test_divergence_is_a_result(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sgd, "OPTIMISER", dataclasses.replace(sgd.OPTIMISER, rates=(1e1, 1e5)))
    results = small(optimizer="sgd", cells=("elman",))
    found = trials(tmp_path / "run")
    assert any(t.status == "diverged" and t.reason for t in found)
    assert next(s for s in results.standings if s.architecture == "elman").diverged > 0


def test_a_failure_is_recorded_and_the_others_go_on(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = trial._train

    def refuse(*_: Any) -> Any:
        raise DataError("no two rows alike", remedy="Give more rows.")

    def train(context: Context, job: trial.Job, search: Search) -> Any:
        if job.architecture.name == "scrn":
            raise CellError("too deep", cell="scrn")
        return trained(context, job, search)

    monkeypatch.setattr(logistic.Logistic, "fit", refuse)
    monkeypatch.setattr(trial, "_train", train)
    results = small(trials=1, seeds=1)
    reasons = {
        t.architecture: str(t.reason) for t in trials(tmp_path / "run") if t.status == "failed"
    }
    assert reasons == {
        "logistic regression": "no two rows alike. Give more rows.",
        "scrn": "cell 'scrn': too deep",
    }
    notes = {s.architecture: str(s.note) for s in results.standings}
    assert all(reason in notes[name] for name, reason in reasons.items())
    assert results.verdict.best_network == "elman"


def test_a_users_cell_is_a_full_member(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(MINE)
    results = small(cells=("./mine.py:leaky",))
    assert results.verdict.best_network == "leaky"
    keys = {t.key for t in trials(tmp_path / "run")}
    Path("mine.py").write_text(MINE + "\n# another text\n")
    loaded = examined.bundled(tmp_path / "run", network=True)  # its own copy of the cell
    assert loaded.model.body.cell.name == "leaky"
    small("again", cells=("./mine.py:leaky",))
    trained = {t.key for t in trials(tmp_path / "again") if t.stage != "baseline"}
    assert trained and not trained & keys


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"cells": ("lstn",)}, SettingError, "lstm"),
        ({"cells": ("lstm", "lstm")}, SettingError, "once"),
        ({"cells": ("./absent.py:x",)}, SettingError, "no such file"),
        ({"score": "acuracy"}, SettingError, "accuracy"),
        ({"trials": 0}, SettingError, "at least 1"),
        ({"trials": 4, "budget": "10m"}, SettingError, "not both"),
        ({"trials": None, "budget": "soon"}, SettingError, "10m"),
        ({"match": "size"}, SettingError, "params"),
        ({"margin": 1.5}, SettingError, "above 0 and below 1"),
        ({"schedule": "quadratic"}, SettingError, "plateau"),
        ({"init": "chrono"}, SettingError, "elman, scrn have none"),
        ({"output": "softmx"}, SettingError, "softmax"),
        ({"loss": "mse"}, SettingError, "squared_error"),
        ({"class_weights": "equal"}, SettingError, "balanced"),
        ({"recurrent_dropout": 1.0}, SettingError, "probability below 1"),
        ({"zoneout": -0.1}, SettingError, "probability below 1"),
        ({"hidden_gradient_clip": -1.0}, SettingError, "not a norm"),
        ({"recurrent_dropout": 0.1, "cells": ("mingru",)}, SettingError, "nothing to drop"),
        ({"plan": "absent"}, RunError, "no plan"),
    ],
)
def test_bad_options_write_nothing(
    small: Small, tmp_path: Path, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        small(**options)
    assert not (tmp_path / "run").exists()


def test_a_cell_that_cannot_be_followed_writes_nothing(small: Small, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(MINE.replace("U @ h", "h @ U"))
    with pytest.raises(CellError, match="leaky"):
        small(cells=(f"{file}:leaky",))
    assert not (tmp_path / "run").exists()


def test_no_data_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        driver.compare(tmp_path / "absent.csv", out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_folder_in_use_is_left_alone(small: Small, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run/thesis.txt").write_text("mine")
    with pytest.raises(RunError, match="not empty"):
        small()
    assert [f.name for f in (tmp_path / "run").iterdir()] == ["thesis.txt"]


def test_a_budget_that_is_too_short_writes_nothing(small: Small, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="too short"):
        small(trials=None, budget="3s")
    assert not (tmp_path / "run").exists()


def test_a_time_that_is_over_when_the_data_are_read_is_refused_before_anybody_works(
    small: Small, tmp_path: Path
) -> None:
    class Nobody(Inline):
        def assign(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
            raise AssertionError("nothing is worth doing")

    with pytest.raises(SettingError, match=r"needs more than .* s here"):
        small(trials=None, budget="14s", crew=Nobody())
    assert not (tmp_path / "run").exists()


COMMAND = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from recurra.comparison import compare, plan
plan.DEFAULT_UPDATES = (200, 200)
compare("digits", out=sys.argv[1], workers=int(sys.argv[2]), limit=300, cells=("elman", "lstm3"),
        trials=4, seeds=2, force=True)
"""


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_records(tmp_path: Path) -> None:
    for number in ("1", "2"):
        subprocess.run([sys.executable, "-c", COMMAND, str(tmp_path / number), number], check=True)
    assert trials(tmp_path / "1") == trials(tmp_path / "2")
    one, two = (json.loads((tmp_path / n / "results.json").read_text()) for n in "12")
    assert one["standings"] == two["standings"]


@pytest.mark.slow
def test_killed_and_resumed_gives_the_same_records(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", COMMAND, str(tmp_path / "whole"), "2"], check=True)
    cut = tmp_path / "cut"
    child = subprocess.Popen([sys.executable, "-c", COMMAND, str(cut), "2"])
    wait_for(cut, child)
    child.kill()
    child.wait()
    assert run(cut).status == "running"
    driver.compare(resume=cut, workers=2, force=True)
    assert run(cut).status == "finished"
    assert trials(cut) == trials(tmp_path / "whole")


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done_and_ends_the_workers(tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(cut), "2"], stderr=subprocess.PIPE, text=True
    )
    wait_for(cut, child)
    workers = psutil.Process(child.pid).children(recursive=True)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert "Interrupted: interrupted" in told and f"--resume {cut}" in told
    assert "Process" not in told.split("Traceback")[0]  # no worker complains
    assert run(cut).status == "interrupted"
    assert 8 <= len(trials(cut)) < 30
    assert workers and psutil.wait_procs(workers, timeout=10)[1] == []


def wait_for(folder: Path, child: "subprocess.Popen[str]", number: int = 8) -> None:
    """Until so many trials are done."""
    journal = folder / ".state/journal.jsonl"
    while not journal.exists() or journal.read_text().count("\n") < number:
        assert child.poll() is None
        time.sleep(0.02)
