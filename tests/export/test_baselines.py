"""Baselines are saved without pickle, and answer in a fresh process as they did, to the bit."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.stand_ins import hourly, ragged_sequences

from recurra.data import Sequences, Series, gather, split_classes, split_values
from recurra.errors import DataError, RunError
from recurra.export import bundle
from recurra.records import Source
from recurra.tasks import Classification, Regression, Task, pose
from recurra.tasks.baselines.boosted_trees import BoostedTrees, nodes_of
from recurra.tasks.baselines.minirocket import MiniRocket
from recurra.tasks.counts import Counts
from recurra.tasks.kinds import FITTED
from recurra.tasks.served import served

CODE = """
import pickle, sys
from pathlib import Path
import numpy as np
from recurra.export import bundle

for folder in sorted(Path(sys.argv[1]).iterdir()):
    given = pickle.loads((folder.parent.parent / "given" / folder.name).read_bytes())
    np.save(folder / "again.npy", bundle.load(folder).answerer.predict(given))
"""


def table(folder: Path, **columns: np.ndarray) -> str:
    names = list(columns)
    rows = zip(*(columns[name] for name in names), strict=True)
    lines = [f"2020-01-{1 + k // 24:02d} {k % 24:02d}:00," + ",".join(map(repr, map(float, r)))
             for k, r in enumerate(rows)]  # fmt: skip
    (folder / "hours.csv").write_text("time," + ",".join(names) + "\n" + "\n".join(lines) + "\n")
    return str(folder / "hours.csv")


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Task]:
    """A task of each kind that has baselines of its own."""
    load, ahead = hourly()
    path = table(tmp_path_factory.mktemp("data"), load=load, ahead=ahead)
    ragged, two = ragged_sequences(150, 9, 30), ragged_sequences(80, 9, 12, classes=2)
    persons = replace(two, groups=np.arange(80) // 4, grouped_by="person")
    values = Sequences("n", [np.full((3, 1), k, "f4") for k in range(20)],
                       np.arange(20.0)[:, None], (), ("c",), targets=("last",))  # fmt: skip
    trees = Source.of("probe:keyword", length="6", trees="split", examples=80)
    levels = Source.of(path, target=("load",), known=("ahead",), horizon=4, lookback=30)
    changes = Source.of(path, target=("load", "ahead"), horizon=2, lookback=10, transform="diff")
    return {
        "classes": Classification(ragged, split_classes(ragged, seed=0)),
        "two": Classification(two, split_classes(two, seed=0)),
        "persons": Classification(persons, split_classes(persons, seed=0)),
        "counts": Counts(values, split_values(values, seed=0)),
        "values": Regression(values, split_values(values, seed=0)),
        "trees": pose(gather(trees), trees),
        "levels": pose(gather(levels), levels),
        "changes": pose(gather(changes), changes),
    }


@pytest.fixture(scope="module")
def saved(tasks: dict[str, Task], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple]:
    """name -> folder, fit, task of every baseline that can run here."""
    place = tmp_path_factory.mktemp("saved") / "bundles"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recurra.tasks.baselines.boosted_lags.ROUNDS", 20)
        found = {}
        for kind, task in tasks.items():
            for one in (b for b in task.baselines() if not b.skip()):
                fitted = one.fit(task, 0)
                facts = {"name": one.name, "task": task.facts()}
                folder = bundle.save(place / f"{kind}, {one.name}", fitted.model, facts)
                found[folder.name] = folder, fitted, task
    return found


def test_every_baseline_answers_the_same_in_a_fresh_process(saved, tmp_path_factory) -> None:
    import pickle  # to hand the inputs over; bundles have none

    place = next(iter(saved.values()))[0].parent
    (place.parent / "given").mkdir()
    for name, (_, fitted, _) in saved.items():
        (place.parent / "given" / name).write_bytes(pickle.dumps(fitted.given("test")))
    subprocess.run([sys.executable, "-c", CODE, str(place)], check=True)
    for name, (folder, fitted, _) in saved.items():
        again, before = np.load(folder / "again.npy"), fitted.predict("test")
        (folder / "again.npy").unlink()
        assert np.array_equal(again, before) and np.isfinite(before).all(), name
    here = {type(fitted.model).__name__ for _, fitted, _ in saved.values()}
    absent = {"RocketRidge"} if MiniRocket().skip() else set()
    assert set(FITTED) - absent == here


def test_what_a_fit_loads_is_said_beforehand() -> None:
    """So that no fit's time holds an import."""
    code = """
import importlib, sys
import numpy as np
from recurra.data import gather
from recurra.records import Source
from recurra.tasks import pose
from recurra.tasks.kinds import FITTED

one = sys.argv[1]
source = Source.of(*sys.argv[2:4], length=sys.argv[4], examples=100)
task = pose(gather(source), source)
[baseline] = [b for b in task.baselines() if b.name == one]
task.given("train"), task.given("validation")
for module in baseline.needs:
    importlib.import_module(module)
before = set(sys.modules)
baseline.fit(task, 0)
tops = {name.partition(".")[0] for name in before}
late = sorted(name for name in set(sys.modules) - before if name.partition(".")[0] not in tops)
assert not late, late
"""
    asked = {
        "logistic regression": ("probe:parity", "auto"),
        "gradient boosting": ("probe:parity", "auto"),
        "minirocket": ("probe:parity", "auto"),
        "poisson regression": ("probe:delay", "counts"),
        "gamma regression": ("probe:adding", "positive"),
    }
    if MiniRocket().skip():
        del asked["minirocket"]
    for name, (data, task) in asked.items():
        done = subprocess.run(
            [sys.executable, "-c", code, name, data, task, "12"], capture_output=True, text=True
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"


def test_facts_of_a_task_in_memory_are_as_good_as_those_of_a_manifest(tasks, saved) -> None:
    for folder, fitted, task in saved.values():
        here, loaded = served(task.facts(), fitted.model), bundle.load(folder).served
        given = task.given("test")
        assert np.array_equal(here.predictions(given), loaded.predictions(given)), folder.name


def test_no_bundle_holds_a_pickle(saved) -> None:
    for folder, _, _ in saved.values():
        assert sorted(f.name for f in folder.iterdir()) == ["manifest.json", "model.safetensors"]
        for file in folder.iterdir():
            raw = file.read_bytes()
            assert not (raw[:1] == b"\x80" and 2 <= raw[1] <= 5) and not zipfile.is_zipfile(file)
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_boosted_trees_are_those_of_scikit_learn() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(300, 5)).astype(np.float32), rng.integers(3, size=300)
    x[rng.random(x.shape) < 0.2] = np.nan
    model = HistGradientBoostingClassifier(max_iter=12, early_stopping=False).fit(x, y)
    mine = BoostedTrees(**nodes_of([(model, 12)])).raw(x)
    assert np.array_equal(mine, model._raw_predict(np.asarray(x, np.float64)))


def test_smoothing_begins_anew_on_rows_that_it_was_not_fitted_to(tasks, saved) -> None:
    """Other rows of the same kind are forecast about as well as those of the fit."""
    folder, fitted, task = saved["levels, ETS"]
    given = fitted.given("test")
    cut = 40  # rows less at the beginning: the rows of the fit are not there
    later = type(given)(
        given.values[cut:], given.scaled[cut:], np.array([0, len(given.values) - cut]), given.keys,
        given.origins - cut, given.lookback, given.horizon, given.targets, given.known,
        given.scaler,
    )  # fmt: skip
    truth = task.truth("test")
    score = task.score.value
    anew = bundle.load(folder).answerer.predict(later)
    assert not np.array_equal(anew, fitted.predict("test"))
    assert score(truth, anew) < 1.2 * score(truth, fitted.predict("test"))
    few = type(given)(
        given.values[:60], given.scaled[:60], np.array([0, 60]), ("",), np.array([5]),
        given.lookback, given.horizon, given.targets, given.known, given.scaler,
    )  # fmt: skip
    with pytest.raises(DataError, match="too few for exponential smoothing"):
        bundle.load(folder).answerer.predict(few)


def test_a_series_that_was_not_fitted_has_its_last_value(saved) -> None:
    folder, fitted, _ = saved["levels, ETS"]
    given = fitted.given("test")
    other = type(given)(
        given.values, given.scaled, given.starts, ("another",), given.origins, given.lookback,
        given.horizon, given.targets, given.known, given.scaler,
    )  # fmt: skip
    found = bundle.load(folder).answerer.predict(other)
    assert np.array_equal(found[:, 0], given.actual[given.origins - 1])


def test_a_baseline_is_no_network(saved) -> None:
    folder, _, _ = saved["classes, logistic regression"]
    with pytest.raises(RunError, match="logistic regression is a simple baseline"):
        _ = bundle.load(folder).model


def test_forecasts_of_a_table_are_those_of_the_task(tasks, saved) -> None:
    """What a bundle says of all windows of the training file is what the fit said of its parts."""
    for name, (folder, fitted, task) in saved.items():
        if not name.startswith("changes"):
            continue
        found = bundle.load(folder).served
        own = task.series
        assert isinstance(own, Series)
        data = found.read(Source(own.files[0]), labelled=True)
        where = np.isin(data.windows.origins, task.origins("test"))
        assert np.allclose(found.of(data)[where], fitted.predict("test"), rtol=1e-9, atol=1e-9)
