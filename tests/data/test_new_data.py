"""New data for a trained model are read as the training data were."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Facts, Sequences, Series, gather
from recurra.data.new_data import Ahead, gather_new_sequences, gather_new_series
from recurra.errors import DataError
from recurra.records import Source

Read = Callable[..., Series]


def ahead(series: Series, path: Path, lookback: int = 24, horizon: int = 5) -> list[Ahead]:
    facts = Facts.from_dict(json.loads(json.dumps(series.facts.to_dict())))
    assert facts == series.facts
    return gather_new_series(Source(str(path)), facts, lookback, horizon)[0]


@pytest.fixture
def rich(hours: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = hours.assign(sky=rng.choice(["sun", "rain", "snow"], 400), plan=rng.normal(size=400))
    frame.loc[rng.random(400) < 0.1, "x"] = np.nan
    return frame


@pytest.mark.parametrize("transform", ["none", "diff", "logreturn"])
def test_the_training_file_again_gives_the_same_numbers(
    read: Read, rich: pd.DataFrame, tmp_path: Path, transform: str
) -> None:
    series = read(rich, transform=transform)
    (end,) = ahead(series, tmp_path / "t.csv")
    np.testing.assert_array_equal(end.x, series.groups[0].values[-24:])
    np.testing.assert_array_equal(end.levels, series.groups[0].levels[-1])
    assert end.time is not None and str(end.time[0]) == "2020-01-17T16:00:00"
    assert end.future.shape == (5, 2)


def test_a_short_file_with_columns_in_another_order(
    read: Read, rich: pd.DataFrame, tmp_path: Path
) -> None:
    series = read(rich)
    new = rich[350:].assign(extra=1)[["extra", "sky", "plan", "y", "x", "time"]]
    new.to_csv(tmp_path / "new.csv", index=False, sep=";")
    (end,) = ahead(series, tmp_path / "new.csv")
    np.testing.assert_allclose(end.x, series.groups[0].values[-24:], rtol=1e-15)


def test_columns_known_ahead_come_from_the_rows_after_the_target(
    read: Read, rich: pd.DataFrame, tmp_path: Path
) -> None:
    series = read(rich, known=("plan", "sky"))
    new = rich.copy()
    new.loc[395:, ["y", "x"]] = np.nan
    new.to_csv(tmp_path / "new.csv", index=False)
    (end,) = ahead(series, tmp_path / "new.csv")
    columns = series.where(series.known)
    np.testing.assert_allclose(end.future, series.groups[0].values[395:][:, columns], rtol=1e-15)
    np.testing.assert_array_equal(end.x[-1, 0], rich.y[394])
    with pytest.raises(DataError, match="5 rows after the last value of the target, 6 are needed"):
        ahead(series, tmp_path / "new.csv", horizon=6)


def test_groups_old_and_new(read: Read, hours: pd.DataFrame, tmp_path: Path) -> None:
    series = read(hours.assign(shop="a"), group="shop")
    both = pd.concat([hours.assign(shop="new"), hours[:60].assign(shop="a")])
    both.to_csv(tmp_path / "new.csv", index=False)
    a, new = ahead(series, tmp_path / "new.csv")
    assert (a.key, new.key) == ("a", "new")
    assert a.time is not None and str(a.time[0]) == "2020-01-03T12:00:00"


def test_what_does_not_fit(read: Read, rich: pd.DataFrame, tmp_path: Path) -> None:
    series, path = read(rich), tmp_path / "new.csv"
    rich[380:].to_csv(path, index=False)
    with pytest.raises(DataError, match="20 rows, the model looks back 24"):
        ahead(series, path)
    rich.drop(columns="plan").to_csv(path, index=False)
    with pytest.raises(DataError, match="no column 'plan'"):
        ahead(series, path)
    rich.assign(x="much").to_csv(path, index=False)
    with pytest.raises(DataError, match="line 2, column 'x': not a number: 'much'"):
        ahead(series, path)
    rich.assign(y="").to_csv(path, index=False)
    with pytest.raises(DataError, match="no value of a target"):
        ahead(series, path)


def test_new_ts(tmp_path: Path) -> None:
    head = "@univariate false\n@dimensions 2\n@classLabel {}\n@data\n"
    train = tmp_path / "s.ts"
    train.write_text(head.format("true a b") + "1,?,3:1,2,3:a\n4,5:6,7:b\n")
    data = gather(Source(str(train)))
    assert isinstance(data, Sequences) and data.channels == ("dim1", "dim2", "dim1 missing")
    same = gather_new_sequences(Source(str(train)), data.channels, data.classes)
    np.testing.assert_array_equal(same.x[0], data.x[0])
    assert same.y.tolist() == [0, 1]
    new = tmp_path / "new.ts"
    new.write_text(head.format("false") + "1,2:3,4\n")
    read = gather_new_sequences(Source(str(new)), data.channels, data.classes)
    assert read.x[0].tolist() == [[1, 3, 0], [2, 4, 0]] and read.y.tolist() == [-1]
    new.write_text("@univariate true\n@classLabel false\n@data\n1,2\n")
    with pytest.raises(DataError, match="1 channel, the model takes 2"):
        gather_new_sequences(Source(str(new)), data.channels, data.classes)


def test_new_images(tmp_path: Path) -> None:
    pixels = np.arange(24, dtype="u1").reshape(2, 4, 3)
    header = bytes([0, 0, 8, 3]) + np.array(pixels.shape, ">u4").tobytes()
    path = tmp_path / "new-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(header + pixels.tobytes()))
    channels = ("p1", "p2", "p3")
    data = gather_new_sequences(Source(str(path)), channels, ("0", "1"))
    np.testing.assert_array_equal(data.x[1], pixels[1].astype("f4") / 255)
    assert data.y.tolist() == [-1, -1]
    labels = bytes([0, 0, 8, 1, 0, 0, 0, 2, 1, 7])
    (tmp_path / "new-labels-idx1-ubyte").write_bytes(labels)
    assert gather_new_sequences(Source(str(path)), channels, ("0", "1")).y.tolist() == [1, -1]
    with pytest.raises(DataError, match="4 values a step in this order, the model takes 3"):
        gather_new_sequences(Source.of(str(path), order="column"), channels, ("0", "1"))
    with pytest.raises(DataError, match="nor an IDX file"):
        gather_new_sequences(Source(__file__), channels, ("0", "1"))
    with pytest.raises(DataError, match=r"'digits' comes with recurra.*Give a file"):
        gather_new_sequences(Source("digits"), channels, ("0", "1"))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_zone_that_the_training_had_not_is_said(
    read: Read, hours: pd.DataFrame, tmp_path: Path, ending: str
) -> None:
    series = read(hours[["time", "y"]].to_json(orient="records", lines=True), name="t.jsonl")
    path = tmp_path / f"new.{ending}"
    stamps = [f"{t.isoformat()}+02:00" for t in pd.to_datetime(hours.time)]
    frame = pd.DataFrame({"time": stamps, "y": hours.y})
    path.write_text(
        frame.to_csv(index=False)
        if ending == "csv"
        else frame.to_json(orient="records", lines=True)
    )
    (one,), said = gather_new_series(Source(str(path)), series.facts, 3, 1)
    assert "Times with a zone (+02:00) became UTC." in map(str, said)
    assert one.time is not None
    assert one.time[0] == pd.to_datetime(hours.time).iloc[-1] - pd.Timedelta(hours=1)
