"""The simple competitors for forecasts: right, and blind for what comes after the origin."""

import warnings

import numpy as np
import pytest
from tests.stand_ins import ROWS, hourly

from recurra.tasks.baselines import ets, forecasting
from recurra.tasks.baselines.ridge_lags import RidgeLags


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch):
    """Small tables need few trees."""
    monkeypatch.setattr("recurra.tasks.baselines.boosted_lags.ROUNDS", 30)


LEVELS = [pytest.param(k, id=one.name) for k, one in enumerate(forecasting(24, "none"))]
RETURNS = [pytest.param(k, id=one.name) for k, one in enumerate(forecasting(24, "diff"))]


def named(task, name):
    return {one.name: one for one in task.baselines()}[name]


@pytest.mark.parametrize("number", LEVELS)
@pytest.mark.parametrize("transform", ["none", "diff"])
def test_a_forecast_does_not_see_past_its_origin(series_task, number, transform):
    cut = ROWS - 40  # within the test part
    predictions = []
    for shift in (0.0, 100.0):
        load, ahead = hourly()
        load[cut:] += shift
        ahead[cut:] -= shift
        task = series_task({"load": load, "ahead": ahead}, transform=transform)
        fitted = task.baselines()[number].fit(task, seed=0)
        rows = task.origins("test") + (transform != "none")  # differences lose the first row
        predictions.append(fitted.predict("test")[rows <= cut])
    assert len(predictions[0]) > 10
    assert (predictions[0] == predictions[1]).all()


@pytest.mark.parametrize("number", RETURNS)
def test_forecasts_have_the_shape_of_truth_and_are_finite(series_task, number):
    task = series_task(target=("load", "ahead"), transform="diff")
    baseline = task.baselines()[number]
    fitted = baseline.fit(task, seed=0)
    for part in ("validation", "test"):
        assert fitted.predict(part).shape == task.truth(part).shape
        assert np.isfinite(fitted.predict(part)).all()
    assert fitted.parameters >= 0


def test_the_naive_forecasts_are_their_formulas(series_task):
    task = series_task(horizon=30)
    load, _ = hourly()
    o = int(task.origins("test")[7])

    def first(name):
        return named(task, name).fit(task, 0).predict("test")[7, :, 0]

    ahead = np.arange(1, 31)
    assert first("last value") == pytest.approx(np.full(30, load[o - 1]))
    assert first("seasonal naive") == pytest.approx(load[o - 24 + (ahead - 1) % 24])
    assert first("drift") == pytest.approx(load[o - 1] + ahead * (load[o - 1] - load[0]) / (o - 1))
    assert first("mean") == pytest.approx(np.full(30, load[: task.boundaries.rows[0][0]].mean()))


def test_no_season_no_seasonal_naive(series_task):
    task = series_task({"load": np.random.default_rng(0).normal(size=ROWS).cumsum()})
    assert "no season" in str(named(task, "seasonal naive").skip())


def test_ets_is_statsmodels_from_every_origin(series_task):
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    task = series_task(horizon=30)
    predictions = named(task, "ETS").fit(task, 0).predict("test")
    load, _ = hourly()
    training = load[: task.boundaries.rows[0][0]]

    def model(values, trend, season, **start):
        return ETSModel(
            values,
            trend="add" if trend else None,
            damped_trend=trend,
            seasonal="add" if season else None,
            seasonal_periods=24 if season else None,
            **start,
        )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits = [
            (
                (trend, season),
                model(training, trend, season, initialization_method="heuristic").fit(disp=False),
            )
            for trend in (False, True)
            for season in (False, True)
        ]
    (trend, season), fitted = min(fits, key=lambda one: one[1].aic)
    start = {"initial_level": fitted.initial_level}
    if trend:
        start["initial_trend"] = fitted.initial_trend
    if season:
        start["initial_seasonal"] = fitted.initial_seasonal
    assert season
    for k in (0, 5, 17):
        known = load[: task.origins("test")[k]]
        one = model(known, trend, season, initialization_method="known", **start)
        expected = one.smooth(fitted.params).forecast(30)
        # the same recursion over 400 rows in float64
        assert predictions[k, :, 0] == pytest.approx(expected, rel=1e-10)


def test_ets_leaves_a_season_out_that_is_too_long_and_says_so(series_task, monkeypatch):
    from recurra.tasks.baselines import ets

    task = series_task()
    monkeypatch.setattr(ets, "LONGEST", 23)
    fitted = named(task, "ETS").fit(task, 0)
    assert "season of 24 rows" in " ".join(map(str, fitted.notes))


def test_ets_of_a_constant_is_the_constant(series_task, monkeypatch):
    from recurra.tasks.baselines import ets

    monkeypatch.setattr(ets, "TAIL", 100)
    load, ahead = hourly()
    load[100:-1] = 7.0
    task = series_task({"load": load, "ahead": ahead}, score="mae")
    fitted = named(task, "ETS").fit(task, 0)
    assert (fitted.predict("test")[:-1] == 7.0).all()
    assert "1 of 1 series" in str(fitted.notes[0])


def test_ridge_is_scikit_learns(series_task, monkeypatch):
    from sklearn.linear_model import Ridge

    from recurra.tasks.baselines import ridge_lags

    monkeypatch.setattr(ridge_lags, "PENALTIES", (3.0,))
    monkeypatch.setattr(ridge_lags, "CHUNK", 50)
    task = series_task(known=("ahead",))
    mine = RidgeLags().fit(task, 0).predict("test")

    def table(part):
        cut = task.windows.take(task.origins(part))
        count = len(cut.x)
        x = np.concatenate([cut.x.reshape(count, -1), cut.future.reshape(count, -1)], axis=1)
        return x.astype(float), cut.y.reshape(count, -1).astype(float)

    reference = Ridge(alpha=3.0).fit(*table("train"))
    scaled = reference.predict(table("test")[0]).reshape(mine.shape)
    expected = task.windows.unscale(scaled, task.origins("test"))
    assert mine == pytest.approx(expected, rel=1e-8)  # normal equations square the condition


def test_learned_baselines_use_the_column_that_goes_ahead(series_task):
    task = series_task(horizon=1, score="mae")
    truth = task.truth("test")
    scores = {
        name: task.score.value(truth, named(task, name).fit(task, 0).predict("test"))
        for name in ("last value", "ridge on lags", "gradient boosting on lags")
    }
    assert scores["ridge on lags"] < 0.6 * scores["last value"]
    assert scores["gradient boosting on lags"] < 0.7 * scores["last value"]


@pytest.mark.parametrize("trend", [False, True])
@pytest.mark.parametrize("period", [1, 12])
def test_ets_carries_its_states_over_many_rows_a_part_at_a_time(trend, period, monkeypatch):
    rows = np.arange(24 * 8 + 1)  # one row is left over
    values = np.sin(2 * np.pi * rows / 12) + np.random.default_rng(0).normal(0, 0.1, len(rows))
    _, fitted = ets._fit(values[:96], trend, period)
    start = (float(fitted.initial_level), float(fitted.initial_trend) if trend else 0.0)
    seasons = np.asarray(fitted.initial_seasonal) if period > 1 else np.zeros(0)
    head, numbers = values[: ets.HEAD], np.asarray(fitted.params)
    form = ets._Form(0, head, trend, period, numbers, *start, seasons, True)
    whole = form.states(values)
    monkeypatch.setattr(ets, "STATES", 24 * (2 + period))
    parts = form.states(values)
    for name in ("level", "trend", "season"):
        one, other = getattr(whole, name), getattr(parts, name)
        assert (one is None and other is None) or np.array_equal(one, other)
