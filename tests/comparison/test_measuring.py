"""Costs, memory, pictures and the Optuna study."""

import dataclasses
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

from recurra.comparison import compare, costs, footprint, plan, study
from recurra.comparison.architectures import describe
from recurra.comparison.context import Context, Setting, load
from recurra.json_lines import from_json, read_lines
from recurra.records import Forecast, Plan, Results, Search, Source, Trial
from recurra.report import page, words
from recurra.settings import Comparison, Networks, Training

WRITE = study.write  # `small` puts nothing in its place


@pytest.fixture
def prepared(tmp_path: Path) -> tuple[Context, Search]:
    source = Source.of("digits", limit=300)
    found = load(Setting(source, "accuracy", 0, Networks(backend="reference")), None, tmp_path)
    training = plan.settled(Training(), found.task)
    return found, plan.search(Comparison(), found.task, 4, 40, training)


@pytest.mark.slow
def test_costs_of_a_bigger_network_are_higher(prepared: tuple[Context, Search]) -> None:
    context, search = prepared
    task = context.task
    small = dataclasses.replace(describe(("elman",), task, 4, "hidden")[0], name="small")
    large = dataclasses.replace(describe(("lstm",), task, 700, "hidden")[0], name="large")
    found = {c.architecture: c for c in costs.measure_all(context, (small, large), search, 2.0)}
    for name in ("step_p50", "sequence_p50", "train_seconds", "memory_inference"):
        assert getattr(found["large"], name) > 2 * getattr(found["small"], name)
    assert found["small"].step_p99 >= found["small"].step_p50 > 0
    assert found["small"].noise is not None


def test_memory_of_inference_by_hand(prepared: tuple[Context, Search]) -> None:
    task = prepared[0].task
    found = describe(("elman",), task, 5, "hidden")[0]
    own = costs.inference_bytes(found, task, "float32") - 4 * found.parameters
    # the state, what a step computes (two products, two sums, tanh; input and state), the output
    assert 4 * (5 + 5 + 10) <= own <= 4 * (5 + 8 * 5 + 2 * 8 + 10)
    assert costs.inference_bytes(found, task, "float64") == 2 * (own + 4 * found.parameters)


@pytest.mark.slow
def test_memory_of_training_grows_with_the_network(
    prepared: tuple[Context, Search],
) -> None:
    """800 units: four copies (value, gradient, two averages) of 2.6 million numbers of 4 bytes."""
    context, _ = prepared
    task, setting = context.task, context.setting
    large = describe(("lstm",), task, 800, "hidden")[0]
    tiny = dataclasses.replace(describe(("lstm",), task, 2, "hidden")[0], name="tiny")
    found = costs.training_memory((large, tiny), setting, task.summary)
    assert found["lstm"] > 0.9 * 4 * 4 * large.parameters
    assert found["tiny"] < found["lstm"] / 5


@pytest.mark.slow
def test_memory_of_training_does_not_count_code(prepared: tuple[Context, Search]) -> None:
    """Sizes that fill registers have kernels of their own; and who is measured first pays no more.

    Weights, gradients, moments and the batches of 32 sequences of 8 steps and 64 units take about
    a megabyte; code would take eleven.
    """
    context, _ = prepared
    task, setting = context.task, context.setting
    one = describe(("elman",), task, 64, "hidden")[0]
    pair = [dataclasses.replace(one, name=name) for name in ("first", "second")]
    compiled = dataclasses.replace(setting, networks=Networks(backend="numba"))
    found = costs.training_memory(pair, compiled, task.summary)
    assert set(found) == {"first", "second"}
    assert min(found.values()) > 0 and max(found.values()) < 2_000_000


def test_the_peak_of_memory_is_seen() -> None:
    before = footprint._peak_from_now()
    block = np.ones(20_000_000)  # 160 MB
    assert footprint._peak() - before > 0.9 * block.nbytes


def test_the_study_is_what_the_records_say(small: Callable[..., Results], tmp_path: Path) -> None:
    small()
    run = tmp_path / "run"
    recorded = from_json(Plan, (run / "plan.json").read_text())
    trials = list(read_lines(Trial, run / "trials.jsonl"))
    lost = dataclasses.replace(trials[-1], stage="search", rung=0, status="diverged", curve=())
    lost = dataclasses.replace(lost, learning_rate=0.05, validation=None, reason="too fast")
    file = WRITE(run / study.FILE, recorded, [*trials, lost])
    loaded = optuna.load_study(
        study_name=f"recurra {recorded.data.name}",
        storage=JournalStorage(JournalFileBackend(str(file))),
    )
    rates = recorded.search.learning_rates
    states = [t.state for t in loaded.trials]
    assert len(states) == 2 * len(rates) + 1
    assert states.count(TrialState.COMPLETE) == 2 * recorded.search.keep[-1]
    assert states.count(TrialState.FAIL) == 1
    best = max(t.validation or -math.inf for t in trials if t.stage == "search" and t.rung == 2)
    assert loaded.best_value == best
    assert loaded.best_trial.intermediate_values


def test_a_table_is_compared(small: Callable[..., Results], tmp_path: Path) -> None:
    """`small` puts the stand-ins in place; the data here are a wave with noise."""
    file = wave(tmp_path, 400)
    results = compare(
        file, out=tmp_path / "run", cells=("elman",), trials=2, seeds=2, workers=1,
        target=("y",), horizon=2, lookback=8, hidden_size=6, backend="reference",
    )  # fmt: skip
    shown = [f for f in results.forecasts if f.architecture == results.verdict.recommended]
    assert [f.steps_ahead for f in shown] == [1, 2]
    near, far = shown
    assert near.actual[1:] == far.actual[:-1] and near.time[1:] == far.time[:-1]
    check_times(near, file)
    manifest = (tmp_path / "run/best/manifest.json").read_text()
    assert '"horizon": 2' in manifest


def test_a_leak_is_in_the_verdict(small: Callable[..., Results], tmp_path: Path) -> None:
    """A column that holds tomorrow's value: in plan, verdict and what is said of it."""
    file = wave(tmp_path, 200, tomorrow=True)
    results = compare(
        file, out=tmp_path / "run", cells=("elman",), trials=1, seeds=1, workers=1,
        target=("y",), horizon=2, lookback=4, hidden_size=2, backend="reference",
    )  # fmt: skip
    recorded = from_json(Plan, (tmp_path / "run/plan.json").read_text())
    assert [str(one) for one in recorded.data.leaks] == ["Column 'z' holds 'y' of 1 step later."]
    first = str(results.verdict.warnings[0])
    assert first.startswith("Leak: column 'z' holds 'y' of 1 step later. Do not trust")
    assert any(str(first) in said for said in words.sentences(recorded, results, ()))
    assert results.verdict.light == "amber" and "leak" in results.verdict.doubts
    assert first in page.render(tmp_path / "run").replace("&#39;", "'")


def wave(folder: Path, count: int, tomorrow: bool = False) -> Path:
    """A table of days with a wave and noise; `tomorrow`: and a column that is a day ahead."""
    random = np.random.default_rng(0)
    values = np.sin(np.arange(count + 1) / 4) + 0.1 * random.normal(size=count + 1)
    rows = [
        f"{np.datetime64('2020-01-01') + k},{values[k]:.4f}" + f",{values[k + 1]:.4f}" * tomorrow
        for k in range(count)
    ]
    file = folder / "wave.csv"
    file.write_text("\n".join(["day,y" + ",z" * tomorrow, *rows]) + "\n")
    return file


def check_times(shown: Forecast, file: Path) -> None:
    told = dict(line.split(",") for line in file.read_text().splitlines()[1:])
    for stamp, value in zip(shown.time, shown.actual, strict=True):
        assert float(told[stamp[:10]]) == pytest.approx(value, abs=1e-6)
