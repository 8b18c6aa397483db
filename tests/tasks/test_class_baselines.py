"""The simple competitors for classes."""

import dataclasses

import numpy as np
import pytest
from tests.stand_ins import ragged_sequences

from recurra.data import Sequences, gather, split_classes
from recurra.records import Source
from recurra.tasks import Classification, pose
from recurra.tasks.baselines.minirocket import MiniRocket
from recurra.tasks.baselines.nearest import Nearest
from recurra.tasks.baselines.warping import nearest


def task_of(data):
    return Classification(data, split_classes(data, seed=0))


@pytest.fixture(scope="module")
def digits():
    return pose(gather(Source("digits")), Source("digits"))


@pytest.fixture(scope="module")
def ragged():
    return task_of(ragged_sequences(150, low=9, high=30))


# name -> lowest accuracy on the digits' test part (logistic regression is known to reach 0.95)
EXPECTED = {
    "logistic regression": 0.93,
    "gradient boosting": 0.93,
    "minirocket": 0.9,
    "nearest by warping": 0.95,
}


def every_baseline():
    data = ragged_sequences(30, 9, 10)
    return [pytest.param(one, id=one.name) for one in task_of(data).baselines()]


@pytest.mark.parametrize("baseline", every_baseline())
@pytest.mark.parametrize("name", ["digits", "ragged"])
def test_baselines_answer_with_probabilities(baseline, name, request):
    if baseline.skip():
        pytest.skip(str(baseline.skip()))
    task = request.getfixturevalue(name)
    fitted = baseline.fit(task, seed=0)
    for part in ("validation", "test"):
        predictions = fitted.predict(part)
        assert predictions.shape == (task.summary.counts[part], *task.output_shape)
        assert predictions.sum(1) == pytest.approx(np.ones(len(predictions)), rel=1e-5)
    assert fitted.parameters >= len(task.classes)
    if name == "digits" and baseline.name in EXPECTED:
        value = task.score.value(task.truth("test"), fitted.predict("test"))
        assert value > EXPECTED[baseline.name]


@pytest.mark.parametrize("baseline", every_baseline()[1:])
def test_balanced_weights_find_more_of_a_rare_class(baseline):
    """One in ten of the second of two classes that overlap: equal say moves the line between."""
    if baseline.skip():
        pytest.skip(str(baseline.skip()))
    rng = np.random.default_rng(0)
    y = (np.arange(400) % 10 == 0).astype(np.int64)
    x = [np.full((9, 1), rng.normal(label, 0.8), np.float32) for label in y]
    data = Sequences("rare", x, y, ("no", "yes"), ("a",))
    parts = split_classes(data, seed=0)
    found = []
    for weights in ("none", "balanced"):
        task = Classification(data, parts, class_weights=weights, score="logloss")
        said = baseline.fit(task, seed=0).predict("test").argmax(1)
        found.append(said[task.truth("test") == 1].mean())
    assert found[1] > found[0]


@pytest.mark.parametrize("baseline", every_baseline())
def test_one_seed_one_result_and_the_test_part_teaches_nothing(baseline, ragged):
    if baseline.skip():
        pytest.skip(str(baseline.skip()))
    data, test = ragged.data, ragged.index["test"]
    y = data.y.copy()
    y[test] = np.roll(y[test], 1)
    changed = Classification(dataclasses.replace(data, y=y), ragged.parts)
    first = baseline.fit(ragged, seed=0).predict("test")
    assert (first == baseline.fit(changed, seed=0).predict("test")).all()


def test_majority_says_the_shares_of_the_training_part():
    y = np.array([0] * 30 + [1] * 20)
    data = Sequences("n", [np.ones((2, 1), np.float32)] * 50, y, ("a", "b"), ("c",))
    task = task_of(data)
    predictions = task.baselines()[0].fit(task, 0).predict("test")
    assert predictions == pytest.approx(np.tile([0.6, 0.4], (10, 1)))


def test_minirocket_without_its_library_says_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "sktime is not installed" in str(MiniRocket().skip())


def test_warping_is_the_least_of_all_paths():
    """Against every path, walked one by one."""
    rng = np.random.default_rng(0)

    def least(x, y, i, j, band):
        if abs(i - j) > max(band, abs(len(x) - len(y))):
            return np.inf
        own = float(np.square(x[i] - y[j]).sum())
        if i == j == 0:
            return own
        before = [(i - 1, j), (i, j - 1), (i - 1, j - 1)]
        return own + min(least(x, y, a, b, band) for a, b in before if a >= 0 and b >= 0)

    for lengths in ((1, 1), (4, 4), (5, 3), (2, 6)):
        x, y = (rng.normal(size=(n, 2)).astype(np.float32) for n in lengths)
        for band in (0, 1, 9):
            found = nearest([x], [y], np.array([1]), 2, band)
            assert found[0, 0] == np.inf
            assert found[0, 1] == pytest.approx(least(x, y, len(x) - 1, len(y) - 1, band), rel=1e-5)


def test_the_nearest_class_is_the_likeliest():
    rng = np.random.default_rng(1)
    x, y = [rng.normal(size=(6, 1)).astype(np.float32) for _ in range(60)], np.arange(60) % 3
    task = task_of(Sequences("n", x, y, ("a", "b", "c"), ("v",)))
    fitted = Nearest().fit(task, 0)
    model, given = fitted.model, task.given("test")
    known = np.split(model.steps, np.cumsum(model.lengths)[:-1])
    distance = nearest(given.sequences, known, model.labels, 3, model.band)
    assert (fitted.predict("test").argmax(1) == distance.argmin(1)).all()
