"""Groups at predict time: short, empty, new, written otherwise; categories that are new."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series
from recurra.data.new_data import Ahead, gather_new_series, gather_whole_series
from recurra.data.scale import FEW, fit_series
from recurra.data.split import split_time
from recurra.errors import DataError
from recurra.records import Source
from recurra.tasks import pose

Read = Callable[..., Series]


def panel(rows: dict[str, int], level: float = 10.0) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    parts = []
    for k, (key, count) in enumerate(rows.items()):
        time = pd.date_range("2022-01-01", periods=count).astype(str)
        y = (level * (k + 1) + rng.normal(size=count)).round(3)
        sky = rng.choice(["sun", "rain", "snow"], count)
        parts.append(pd.DataFrame({"day": time, "shop": key, "y": y, "sky": sky}))
    return pd.concat(parts)


@pytest.fixture
def trained(read: Read) -> Series:
    return read(panel({"1": 120, "2": 120}), group="shop")


def ahead(
    trained: Series, frame: pd.DataFrame, tmp_path: Path, lookback: int = 7
) -> tuple[list[Ahead], str]:
    frame.to_csv(tmp_path / "new.csv", index=False)
    known = tuple(g.key for g in trained.groups)
    source = Source(str(tmp_path / "new.csv"))
    found, said = gather_new_series(source, trained.facts, lookback, 2, known)
    return found, " ".join(map(str, said))


def test_what_fit_accepted_predict_accepts(read: Read, tmp_path: Path) -> None:
    frame = panel({"a": 120, "b": 60, "c": 4, "d": 1})
    found, said = ahead(read(frame, group="shop"), frame, tmp_path)
    assert [one.key for one in found] == ["a", "b"]
    assert "Group 'c' is left out: 4 rows" in said and "Group 'd' is left out" in said
    with pytest.raises(DataError, match="4 rows of group 'c'"):
        ahead(read(frame, group="shop"), frame[frame.shop.isin(["c", "d"])], tmp_path)


def test_a_group_without_values_is_named(trained: Series, tmp_path: Path) -> None:
    frame = panel({"1": 50, "2": 50})
    frame.loc[frame.shop == "2", "y"] = np.nan
    found, said = ahead(trained, frame, tmp_path)
    assert [one.key for one in found] == ["1"]
    assert "Group '2' is left out: no value of a target." in said


@pytest.mark.parametrize(
    ("written", "keys", "words"),
    [
        (("1.0", "2.0"), ("1", "2"), "Group '1.0' is taken for '1' of the training."),
        (("01", "02"), ("1", "2"), "Group '01' is taken for '1'"),
        (("1", "01"), ("01", "1"), "are scaled by their own past: 01."),
        (("1", "7"), ("1", "7"), "are scaled by their own past: 7."),
        (("1", "north"), ("1", "north"), "are scaled by their own past: north."),
        (("1", "2"), ("1", "2"), ""),
    ],
)
def test_names_of_groups(
    trained: Series,
    tmp_path: Path,
    written: tuple[str, ...],
    keys: tuple[str, ...],
    words: str,
) -> None:
    found, said = ahead(trained, panel(dict.fromkeys(written, 50)), tmp_path)
    assert tuple(one.key for one in found) == keys
    assert words in said and (words or "roup" not in said)


def test_new_groups_are_scaled_by_their_own_past_alone(trained: Series) -> None:
    scaler = fit_series(trained, split_time(trained))
    rng = np.random.default_rng(1)
    width = scaler.centre.shape[1]
    past = 5000 + 300 * rng.normal(size=(60, width))
    own = scaler.with_groups({"9": past, "1": past, "few": past[: FEW - 1]})
    assert own.keys == ("1", "2", "9")
    scaled = own.apply(past, own.number("9"))
    column = trained.columns.index("y")
    assert abs(scaled[:, column].mean()) < 1e-5 and abs(scaled[:, column].std() - 1) < 1e-5
    for key in ("1", "2", "few"):  # others as before
        np.testing.assert_array_equal(
            own.apply(past, own.number(key)), scaler.apply(past, scaler.number(key))
        )
    for name in trained.columns:  # categories and places of the calendar are not scaled
        k = trained.columns.index(name)
        if "=" in name or name.endswith((" sin", " cos")):
            np.testing.assert_array_equal(scaled[:, k], past[:, k].astype("f4"))
    back = own.undo(scaled, own.number("9"))
    np.testing.assert_allclose(back, past, rtol=1e-5)


def test_new_categories_are_said_and_rare_ones_are_not_new(read: Read, tmp_path: Path) -> None:
    frame = panel({"a": 200}).drop(columns="shop")
    rng = np.random.default_rng(2)
    frame["many"] = [f"c{k:02d}" for k in rng.integers(0, 30, 200)]
    frame["on"] = rng.choice(["yes", "no"], 200)
    trained = read(frame)
    new = frame.copy()
    assert "categories" not in ahead(trained, new[:100], tmp_path)[1]
    new.loc[150, "sky"] = "hail"
    new.loc[151, "on"] = "maybe"
    said = ahead(trained, new, tmp_path)[1]
    assert "Column 'sky' has categories that the training had not: 'hail'." in said
    assert "Column 'on' has categories that the training had not: 'maybe'." in said


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%d.%m.%Y", "%b %d, %Y", "%Y年%m月%d日"])
def test_dates_may_be_written_otherwise(trained: Series, tmp_path: Path, form: str) -> None:
    frame = panel({"1": 50})
    plain, _ = ahead(trained, frame, tmp_path)
    frame["day"] = pd.to_datetime(frame.day).dt.strftime(form)
    found, said = ahead(trained, frame, tmp_path)
    assert found[0].time is not None and plain[0].time is not None
    np.testing.assert_array_equal(found[0].time, plain[0].time)
    # 年, 月 and 日 stand for the marks of the training's own form
    assert ("written otherwise than in the training data" in said) is ("年" not in form)


@pytest.mark.parametrize("freq", ["h", "W", "MS", "12h"])
def test_another_step_is_refused(trained: Series, tmp_path: Path, freq: str) -> None:
    frame = panel({"1": 60})
    frame["day"] = pd.date_range("2022-01-01", periods=60, freq=freq).astype(str)
    with pytest.raises(DataError, match="trained on rows with a step of 1 day, these have"):
        ahead(trained, frame, tmp_path)
    source = Source(str(tmp_path / "new.csv"))
    with pytest.raises(DataError, match="trained on rows with a step of 1 day, these have"):
        gather_whole_series(source, trained.facts, 7, 2)


def test_mape_has_no_value_at_zero(read: Read, tmp_path: Path, hours: pd.DataFrame) -> None:
    source = Source.of(str(tmp_path / "t.csv"), target=("y",), lookback=5)
    pose(read(hours), source, score="mape")
    with pytest.raises(DataError, match="of 'y' is zero, where MAPE has no value"):
        pose(read(hours.assign(y=[*hours.y[:399], 0])), source, score="mape")
