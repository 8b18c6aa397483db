"""Every score equals its counterpart in scikit-learn; parts and combine give the same value."""

import numpy as np
import pytest
import sklearn.metrics as reference

from recurra.errors import SettingError
from recurra.tasks import KINDS, scores

N, CLASSES, HORIZON, TARGETS = 200, 4, 3, 2


@pytest.fixture
def classes():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, CLASSES, N)
    predictions = rng.dirichlet(np.ones(CLASSES), N)
    predictions[np.arange(N), truth] += 0.3 * rng.random(N)  # better than chance
    return truth, predictions / predictions.sum(1, keepdims=True)


@pytest.fixture
def forecasts():
    rng = np.random.default_rng(1)
    truth = 1000 + rng.normal(size=(N, HORIZON, TARGETS)) * [1.0, 20.0]
    return truth, truth + rng.normal(size=truth.shape)


def flat(values):
    return values.reshape(-1, TARGETS)


CLASS_REFERENCES = {
    "accuracy": lambda y, p: reference.accuracy_score(y, p.argmax(1)),
    "balanced": lambda y, p: reference.balanced_accuracy_score(y, p.argmax(1)),
    "f1": lambda y, p: reference.f1_score(y, p.argmax(1), average="macro"),
    "mcc": lambda y, p: reference.matthews_corrcoef(y, p.argmax(1)),
    "auroc": lambda y, p: reference.roc_auc_score(y, p, multi_class="ovr"),
    "logloss": lambda y, p: reference.log_loss(y, p),
}
FORECAST_REFERENCES = {
    "rmse": lambda y, f: reference.root_mean_squared_error(flat(y), flat(f)),
    "mae": lambda y, f: reference.mean_absolute_error(flat(y), flat(f)),
    "mape": lambda y, f: reference.mean_absolute_percentage_error(flat(y), flat(f)),
    "smape": lambda y, f: np.mean(2 * np.abs(f - y) / (np.abs(y) + np.abs(f))),
    "r2": lambda y, f: reference.r2_score(flat(y), flat(f)),
    "pinball": lambda y, f: reference.mean_pinball_loss(flat(y), flat(f), alpha=0.5),
}
# Sums of some hundred float64 terms in another order; r2's variance loses some digits more.
CLOSE = {"rel": 1e-11, "abs": 0}


def test_every_score_has_a_reference_here():
    assert {s.info.name for s in scores.CLASSIFICATION} == set(CLASS_REFERENCES)
    assert {s.info.name for s in scores.FORECASTING} == set(FORECAST_REFERENCES) | {"mase"}


@pytest.mark.parametrize("name", CLASS_REFERENCES)
def test_class_scores_equal_scikit_learn(name, classes):
    value = scores.find(name, "classification").value(*classes)
    assert value == pytest.approx(CLASS_REFERENCES[name](*classes), **CLOSE)


@pytest.mark.parametrize("name", ["balanced", "f1", "mcc", "auroc"])
def test_a_class_that_does_not_occur_takes_no_part(name, classes):
    truth, predictions = classes
    kept = truth != 2
    predictions = predictions.copy()
    predictions[:, 2] = 0
    truth, predictions = truth[kept], predictions[kept]
    value = scores.find(name, "classification").value(truth, predictions)
    if name == "auroc":
        each = [reference.roc_auc_score(truth == c, predictions[:, c]) for c in (0, 1, 3)]
        assert value == pytest.approx(np.mean(each), **CLOSE)
    else:
        assert value == pytest.approx(CLASS_REFERENCES[name](truth, predictions), **CLOSE)


def test_auroc_counts_ties_as_halves():
    score = scores.find("auroc", "classification")
    assert score.value(np.array([0, 1]), np.full((2, 2), 0.5)) == 0.5


@pytest.mark.parametrize("name", FORECAST_REFERENCES)
def test_forecast_scores_equal_scikit_learn(name, forecasts):
    value = scores.find(name, "forecasting").value(*forecasts)
    assert value == pytest.approx(FORECAST_REFERENCES[name](*forecasts), rel=1e-9, abs=0)


def test_mase_of_the_naive_forecast_on_its_own_part_is_one():
    series = np.random.default_rng(2).normal(size=(50, 1)).cumsum(0)
    scale = np.abs(np.diff(series, axis=0)).mean(0)
    score = scores.find("mase", "forecasting", scale)
    value = score.value(series[1:, None, :], series[:-1, None, :])
    assert value == pytest.approx(1.0, **CLOSE)


def test_mase_scales_each_target_on_its_own(forecasts):
    truth, forecast = forecasts
    score = scores.find("mase", "forecasting", np.array([2.0, 4.0]))
    errors = np.abs(truth - forecast).mean((0, 1))
    assert score.value(truth, forecast) == pytest.approx(np.mean(errors / [2, 4]), **CLOSE)


TABLES = {kind.name: kind.scores for kind in KINDS}
EVERY_SCORE = [
    pytest.param(task, score.info.name, id=score.info.name)
    for task, table in TABLES.items()
    for score in table
]


@pytest.mark.parametrize("task, name", EVERY_SCORE)
def test_combined_parts_are_the_value(task, name, classes, forecasts):
    truth, predictions = classes if task == "classification" else forecasts
    score = scores.pick(TABLES[task], name, task, np.array([2.0, 3.0]))
    parts = score.parts(truth, predictions)
    if parts is None:
        assert name == "auroc"
        return
    assert parts.shape[0] == N
    assert float(score.combine(parts.mean(0))) == score.value(truth, predictions)
    means = np.stack([parts[:70].mean(0), parts[70:].mean(0)])[:, None]
    each = score.combine(means)
    assert each.shape == (2, 1)
    if name != "r2":  # whose variance is taken around the mean of what it is given
        assert each[0, 0] == pytest.approx(score.value(truth[:70], predictions[:70]), **CLOSE)


@pytest.mark.parametrize("task, name", EVERY_SCORE)
def test_a_prediction_that_is_not_a_number_has_no_score(task, name, classes, forecasts):
    truth, predictions = classes if task == "classification" else forecasts
    predictions = predictions.copy()
    predictions[3] = np.nan
    assert np.isnan(scores.pick(TABLES[task], name, task, np.ones(2)).value(truth, predictions))


def test_an_unknown_score_names_the_known_ones():
    with pytest.raises(SettingError, match=r"'acuracy'; did you mean 'accuracy'.*logloss"):
        scores.find("acuracy", "classification")


def test_r2_of_a_constant():
    score, constant = scores.find("r2", "forecasting"), np.full((5, 1, 1), 3.0)
    assert score.value(constant, constant) == 1.0
    assert score.value(constant, constant + 1) == 0.0


def test_the_symmetric_error_of_nothing_forecast_as_nothing_is_none():
    truth, forecast = np.array([[[0.0]], [[0.0]]]), np.array([[[0.0]], [[3.0]]])
    assert scores.find("smape", "forecasting").value(truth, forecast) == 1.0  # 0 and 200 %
