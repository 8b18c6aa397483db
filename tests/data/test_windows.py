"""Windows, scalers and the way back to the user's units."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from recurra.data import (
    Boundaries,
    Scaler,
    Sequences,
    Series,
    Windows,
    choose_lookback,
    fit_sequences,
    fit_series,
    split_time,
)
from recurra.data.transform import undo
from recurra.errors import DataError, SettingError

Read = Callable[..., Series]


def windows_of(series: Series, lookback: int, horizon: int) -> tuple[Windows, Boundaries]:
    bounds = split_time(series)
    return Windows(series, bounds, fit_series(series, bounds), lookback, horizon), bounds


@pytest.mark.parametrize(("lookback", "horizon"), [(1, 1), (63, 1), (24, 7), (100, 24)])
def test_windows_lie_where_they_should(
    read: Read, hours: pd.DataFrame, lookback: int, horizon: int
) -> None:
    series = read(hours, target=("y", "x"))
    windows, bounds = windows_of(series, lookback, horizon)
    values = series.groups[0].values
    scaled = windows.scaler.apply(values)
    for part, (first, last) in {p: bounds.span(0, p, 400) for p in windows.origins}.items():
        where = windows.origins[part]
        expected = range(max(first, lookback), last - horizon + 1)
        assert where.tolist() == list(expected)
        cut, actual = windows.take(where), windows.actual(where)
        for k in (0, len(where) // 2, len(where) - 1):
            t = where[k]
            np.testing.assert_array_equal(cut.x[k], scaled[t - lookback : t])
            np.testing.assert_array_equal(cut.y[k], scaled[t : t + horizon, :2])
            np.testing.assert_array_equal(cut.future[k], scaled[t : t + horizon, 2:])
            np.testing.assert_array_equal(actual[k], values[t : t + horizon, :2])
            np.testing.assert_array_equal(windows.history(where)[k], values[t - lookback : t, :2])
        times = windows.times(where)
        assert times is not None and times[0, 0] == series.groups[0].time[where[0]]  # type: ignore[index]


def test_groups_are_scaled_alone_and_never_mixed(read: Read, hours: pd.DataFrame) -> None:
    other = hours[100:].assign(shop="b", y=hours.y * 1000)
    series = read(pd.concat([hours.assign(shop="a"), other]), group="shop")
    windows, _ = windows_of(series, 24, 6)
    everything = np.concatenate(list(windows.origins.values()))
    group = windows.group(everything)
    assert set(group) == {0, 1}
    starts = series.starts
    assert (everything - 24 >= starts[group]).all() and (everything + 6 <= starts[group + 1]).all()
    large = windows.actual(everything).max(axis=(1, 2)) > 100
    np.testing.assert_array_equal(large, group == 1)
    assert np.abs(windows.take(everything).y).max() < 10


def test_unscale_undoes_the_scaling(read: Read, hours: pd.DataFrame) -> None:
    other = hours.assign(shop="b", y=hours.y * 1000)
    series = read(pd.concat([hours.assign(shop="a"), other]), group="shop")
    windows, _ = windows_of(series, 24, 6)
    where = windows.origins["test"]
    back = windows.unscale(windows.take(where).y, where)
    # y is stored as float32 of size <= 4, then multiplied by a spread of at most 1000
    tolerance = 4 * 2.0**-24 * windows.scaler.spread.max()
    np.testing.assert_allclose(back, windows.actual(where), rtol=0, atol=tolerance)


@pytest.mark.parametrize("transform", ["none", "diff", "logreturn"])
def test_levels_come_back(read: Read, hours: pd.DataFrame, transform: str) -> None:
    series = read(hours, transform=transform)
    windows, _ = windows_of(series, 24, 6)
    where = windows.origins["validation"]
    levels = undo(transform, windows.last_levels(where), windows.actual(where))
    y = hours.y.to_numpy()[len(hours) - len(series.groups[0]) :]
    expected = y[where[:, None] + np.arange(6)]
    np.testing.assert_allclose(levels[..., 0], expected, rtol=1e-13)  # six sums in float64


def test_windows_with_filled_targets_are_left_out(read: Read, hours: pd.DataFrame) -> None:
    hours.loc[[100, 350], "y"] = np.nan
    windows, _ = windows_of(read(hours), 10, 3)
    assert not {98, 99, 100} & set(windows.origins["train"].tolist())
    assert {97, 101} <= set(windows.origins["train"].tolist())
    assert str(windows.sentences[0]).startswith("3 of 268 train windows")
    hours.loc[hours.index % 3 == 0, "y"] = np.nan
    tolerant, _ = windows_of(read(hours), 10, 3)
    assert len(tolerant.origins["train"]) > 260
    assert "up to 50% filled-in" in str(tolerant.sentences[0])


def test_too_short_for_a_window(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours)
    with pytest.raises(DataError, match="too few rows: 400, but one window takes 419"):
        windows_of(series, 395, 24)
    with pytest.raises(DataError, match="280 of 400 in the train part, but one window takes 290"):
        windows_of(series, 280, 10)
    with pytest.raises(
        DataError, match="60 of 400 in the validation part, but one window takes 61"
    ):
        windows_of(series, 10, 61)


def test_a_group_without_windows_is_named(read: Read, hours: pd.DataFrame) -> None:
    both = pd.concat([hours.assign(shop="a"), hours[:5].assign(shop="tiny")])
    windows, _ = windows_of(read(both, group="shop"), 24, 2)
    assert tuple(map(str, windows.sentences)) == ("1 of 2 groups is too short for a window: tiny.",)


def test_the_lookback_that_is_chosen(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours)
    bounds = split_time(series)
    assert choose_lookback(series, bounds, 1)[0] == 24
    assert choose_lookback(series, bounds, 20)[0] == 40
    assert choose_lookback(series, bounds, 90)[0] == 70  # a quarter of 280 training rows


@pytest.mark.parametrize("kind", ["standard", "minmax", "robust"])
def test_scalers_know_the_training_rows_only(read: Read, hours: pd.DataFrame, kind: str) -> None:
    hours.loc[300:, "y"] = 1e6
    series = read(hours)
    bounds = split_time(series)
    scaler = fit_series(series, bounds, kind)
    training = scaler.apply(series.groups[0].values[:280])[:, :2].astype(np.float64)
    centre, spread = {
        "standard": (training.mean(axis=0), training.std(axis=0)),
        "minmax": (training.min(axis=0), np.ptp(training, axis=0)),
        "robust": (
            np.median(training, axis=0),
            np.subtract(*np.quantile(training, (0.75, 0.25), 0)),
        ),
    }[kind]
    np.testing.assert_allclose(centre, 0, atol=1e-6)  # float32 of values of size 5
    np.testing.assert_allclose(spread, 1, atol=1e-6)
    assert scaler.centre[0, 2:].tolist() == [0, 0] and scaler.spread[0, 2:].tolist() == [1, 1]
    again = Scaler.from_dict(scaler.to_dict())
    np.testing.assert_array_equal(
        again.apply(hours[["y"]].to_numpy() * np.ones(4)),
        scaler.apply(hours[["y"]].to_numpy() * np.ones(4)),
    )


def test_a_new_group_is_scaled_by_all(read: Read, hours: pd.DataFrame) -> None:
    both = pd.concat([hours.assign(shop="a"), hours[:5].assign(shop="tiny", y=9.0)])
    series = read(both, group="shop")
    scaler = fit_series(series, split_time(series))
    assert scaler.number("a") == 0 and scaler.number("new") == 2
    np.testing.assert_array_equal(scaler.centre[1], scaler.centre[2])  # five rows are too few


def test_constant_channels_and_pixels() -> None:
    x = [np.array([[1.0, 5.0], [3.0, 5.0]], np.float32)]
    data = Sequences("n", x, np.array([0]), ("a",), ("c1", "c2"))
    scaler = fit_sequences(data, np.array([0]))
    assert scaler.apply(x[0]).tolist() == [[-1, 0], [1, 0]]
    pixels = Sequences("n", x, np.array([0]), ("a",), ("c1", "c2"), unit=True)
    assert fit_sequences(pixels, np.array([0])).apply(x[0]).tolist() == x[0].tolist()
    with pytest.raises(SettingError, match="did you mean 'minmax'"):
        fit_sequences(data, np.array([0]), "min-max")
