"""Tables: separators, numbers, missing values, categories, roles, and everything that is wrong."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series, fingerprint, gather, split_time
from recurra.errors import DataError, RecurraError, SettingError
from recurra.records import Source

Read = Callable[..., Series]


def csv_of(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")


def with_line(frame: pd.DataFrame, line: int, text: str) -> str:
    """The table as CSV with one line (counted from one) replaced."""
    lines = csv_of(frame).split("\n")
    lines[line - 1] = text
    return "\n".join(lines)


def test_values_columns_and_step(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours)
    calendar = ("hour of day sin", "hour of day cos")
    assert series.columns == ("y", "x", *calendar)
    assert (series.known, series.targets, str(series.step), series.season) == (
        calendar,
        ("y",),
        "1 hour",
        24,
    )
    (group,) = series.groups
    np.testing.assert_array_equal(group.values[:, :2], hours[["y", "x"]])
    assert group.time is not None and str(group.time[25]) == "2020-01-02T01:00:00"
    np.testing.assert_allclose(group.values[6, 2:], [1, 0], atol=1e-15)


@pytest.mark.parametrize(
    "write",
    [
        lambda f: csv_of(f).replace(",", ";").replace(".", ","),
        lambda f: csv_of(f).replace(",", "\t"),
        lambda f: csv_of(f).replace(",", "|"),
        lambda f: ("\ufeff" + csv_of(f)).replace("\n", "\r\n"),
        lambda f: csv_of(f).encode("utf-16"),
        lambda f: "# made by hand\n\n" + csv_of(f),
        lambda f: f.to_csv(),  # with a column that counts the rows
        lambda f: csv_of(f).replace(",", ", ").replace("2020", " 2020"),
        lambda f: csv_of(f).replace(",", ";").replace("\n", ";;\n"),
        lambda f: csv_of(f).replace(",", ";") + ";;\n" * 5,
        lambda f: (
            csv_of(f.astype(str)).replace(",", '","').replace("\n", '"\n"')[:-1].join(('"', ""))
        ),
    ],
)
def test_every_way_of_writing_gives_the_same_numbers(
    read: Read, hours: pd.DataFrame, write: Callable[[pd.DataFrame], str | bytes]
) -> None:
    plain, other = read(hours), read(write(hours), name="o.csv")
    assert fingerprint(plain) == fingerprint(other)


def test_gzip_and_parquet(read: Read, hours: pd.DataFrame, tmp_path: Path) -> None:
    plain = fingerprint(read(hours))
    assert fingerprint(read(gzip.compress(csv_of(hours).encode()), name="g.csv.gz")) == plain
    stamped = hours.assign(time=pd.to_datetime(hours.time))
    stamped.to_parquet(tmp_path / "p.parquet", index=False)
    assert fingerprint(gather(Source.of(str(tmp_path / "p.parquet"), target=("y",)))) == plain


def test_thousands_and_words_for_missing(read: Read, hours: pd.DataFrame) -> None:
    text = [f"{1000 + 7 * k:,}.5" for k in range(400)]
    for row, word in ((3, "NA"), (4, "?"), (5, ""), (399, "null")):
        text[row] = word
    series = read(hours.assign(y=text))
    assert series.groups[0].values[[2, 3, 4, 5, 6, 399], 0].tolist() == [
        1014.5, 1014.5, 1014.5, 1014.5, 1042.5, 3786.5,
    ]  # fmt: skip
    assert (~series.groups[0].observed[:, 0]).nonzero()[0].tolist() == [3, 4, 5, 399]
    assert any("commas between thousands" in str(s) for s in series.cleaned)
    assert any("4 missing values" in str(s) for s in series.cleaned)


def test_a_column_with_many_gaps_gets_a_mask(read: Read, hours: pd.DataFrame) -> None:
    hours.loc[hours.index % 10 == 3, "x"] = np.nan
    hours.loc[0:2, "x"] = np.nan
    series = read(hours)
    mask = series.groups[0].values[:, series.columns.index("x missing")]
    np.testing.assert_array_equal(mask, hours.x.isna())
    training = hours.x[: split_time(series).rows[0][0]]
    x = series.groups[0].values[:, 1]
    assert x[0] == training.median() and x[13] == hours.x[12]


def test_text_becomes_categories_of_the_training_part(read: Read, hours: pd.DataFrame) -> None:
    hours["sky"] = ["sun", "sun", "rain", "snow"] * 100
    hours["on"] = ["yes", "no"] * 200
    hours["many"] = [f"c{k % 30:02d}" for k in range(400)]
    hours["late"] = ["a"] * 390 + ["b"] * 10
    hours["note"] = [f"note {k}" for k in range(400)]
    series = read(hours, known=("sky",))
    made = [c for c in series.columns if "=" in c]
    assert made[:4] == ["sky=sun", "sky=rain", "sky=snow", "on=no"]
    assert len([c for c in made if c.startswith("many=")]) == 12
    assert not any(c.startswith(("late", "note")) for c in series.columns)
    assert series.known[:3] == ("sky=sun", "sky=rain", "sky=snow")
    sun = series.groups[0].values[:, series.columns.index("sky=sun")]
    np.testing.assert_array_equal(sun, hours.sky == "sun")


def test_useless_columns_are_left_out_and_said(read: Read, hours: pd.DataFrame) -> None:
    extra = {"n": range(400), "c": 3, "copy": hours.x, "none": "NA", "day": hours.time.str[:10]}
    series = read(hours.assign(**extra, late=[0] * 350 + [1] * 50))
    assert series.columns[:3] == ("y", "x", "hour of day sin")
    said = " ".join(map(str, series.cleaned))
    for words in ("'n' only counts", "left out: c, late", "'copy' equals 'x'", "'none' holds no"):
        assert words in said
    assert "'day' only repeats the time" in said


def test_target_is_concluded_only_where_there_is_one(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours[["time", "y"]], target=())
    assert series.targets == ("y",) and "only column of numbers" in str(series.inferred[1])
    with pytest.raises(DataError, match="Give --target with one or more of: y, x"):
        read(hours, target=())


def test_without_time_and_without_names(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours[["y", "x"]])
    assert series.groups[0].time is None and str(series.step) == "1 row" and series.season is None
    bare = csv_of(hours).split("\n", 1)[1]
    assert read(bare, target=("2",)).columns[:2] == ("2", "3")


def test_groups_have_their_own_rows_and_the_same_cut(read: Read, hours: pd.DataFrame) -> None:
    b = hours[50:].assign(shop="b", y=hours.y * 100)
    series = read(pd.concat([b, hours.assign(shop="a")]), group="shop")
    assert [g.key for g in series.groups] == ["a", "b"]
    assert [len(g) for g in series.groups] == [400, 350]
    bounds = split_time(series)
    for k in (0, 1):
        moments = [g.time[rows[k]] for g, rows in zip(series.groups, bounds.rows, strict=True)]  # type: ignore[index]
        assert moments[0] == moments[1]
    with pytest.raises(DataError, match="--group"):
        read(pd.concat([b, hours]).drop(columns="shop"))


def test_limit_keeps_the_last_rows(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours, limit=100)
    np.testing.assert_array_equal(series.groups[0].values[:, 0], hours.y[300:])
    assert any("last 100 of 400" in str(s) for s in series.cleaned)


def test_transforms(read: Read, hours: pd.DataFrame) -> None:
    diff, log = read(hours, transform="diff"), read(hours, transform="logreturn")
    np.testing.assert_allclose(diff.groups[0].values[:, :2], np.diff(hours[["y", "x"]], axis=0))
    np.testing.assert_allclose(log.groups[0].values[:, 0], np.diff(np.log(hours.y)))
    np.testing.assert_array_equal(log.groups[0].values[:, 1], hours.x[1:])  # has negative values
    np.testing.assert_array_equal(log.groups[0].levels[:, 0], hours.y[1:])
    hours.loc[20, "y"] = -2.0
    with pytest.raises(DataError, match=r"line 22, column 'y': -2 has no logarithm"):
        read(hours, transform="logreturn")
    hours.loc[20, "y"] = np.nan
    gap = read(hours, transform="diff").groups[0].observed[:, 0]
    assert (~gap).nonzero()[0].tolist() == [19, 20]  # the change into the gap and out of it


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        (21, "2020-01-01 19:00,abc,1", "line 21, column 'y': not a number: 'abc'"),
        (21, "2020-01-01 19:00,1,abc", "line 21, column 'x': not a number: 'abc'"),
        (10, "2020-01-01 08:00,inf,1", "line 10, column 'y': infinite value 'inf'"),
        (10, "2020-01-01 08:00,1,-Infinity", "line 10, column 'x': infinite value '-Infinity'"),
        (10, "2020-01-01 08:00,1e999,1", "line 10, column 'y': infinite value '1e999'"),
        (10, "2020-01-01 08:00,1,1,5", "line 10: 4 values where the table has 3 columns"),
        (10, "2020-01-01 08:00,1", "line 10: 2 values where the table has 3 columns"),
        (8, "yesterday,1,1", "line 8, column 'time': unreadable time stamp 'yesterday'"),
        (8, "2020-02-30 10:00,1,1", "line 8, column 'time': unreadable time stamp '2020-02-30"),
        (8, "2020-01-01 25:00,1,1", "line 8, column 'time': unreadable time stamp"),
        (8, ",1,1", "line 8, column 'time': no time stamp"),
        (1, "time,y,y", "line 1, column 'y': columns 2 and 3 have the same name"),
        (1, "time,Y,x", "no column 'y'. Did you mean 'Y'"),
    ],
)
def test_one_wrong_line(
    read: Read, hours: pd.DataFrame, line: int, text: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        read(with_line(hours, line, text))


def test_lines_are_those_of_the_file(read: Read, hours: pd.DataFrame) -> None:
    rows = "".join(f'{t},{k},"two\nlines {k % 2}"\n' for k, t in enumerate(hours.time[:300]))
    with pytest.raises(DataError, match="line 603, column 'y'"):
        read("time,y,note\n" + rows + "2020-01-20 00:00,1,c\n2020-01-20 01:00,bad,c\n")
    lines = csv_of(hours).split("\n")
    lines[30] = "\n\n" + lines[30].replace(",", ",q", 1)
    with pytest.raises(DataError, match="line 33, column 'y'"):
        read("\n".join(lines))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"time,y\n", "names but no rows"),
        (b"time,y\n" + b"NA,?\n" * 9, "all values are missing"),
        (b"It was a dark night, and it rained.\nNobody knew, what, to do.\n", "line 2: 3 values"),
        (b'{"y": [1, 2, 3]}', "no column of numbers, texts or times"),
        (b"<html>", "not a table: it starts with"),
        (bytes(range(256)) * 9, "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (gzip.compress(b"time,y\n1,2\n" * 99, mtime=0)[:-9], "damaged or cut short"),
        (b"PAR1 and no more", "not a readable Parquet file"),
    ],
)
def test_no_table(read: Read, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(content)
    assert "t.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"y": "word"}, {}, "line 2, column 'y': not a number: 'word'"),
        ({"y": np.nan}, {}, "column 'y': all values are missing"),
        ({"y": 4}, {}, "column 'y': the target never changes"),
        ({"y": [1] * 300 + list(range(100))}, {}, "never changes in the training part"),
        ({"y": [""] * 300 + list(range(100))}, {}, "missing in the training part"),
        ({"time": "now"}, {"time": ("time",)}, "unreadable time stamp 'now'"),
        ({}, {"target": ("z",)}, "no column 'z'"),
        ({}, {"time": ("tme",)}, "no column 'tme'. Did you mean 'time'"),
        ({}, {"known": ("u",)}, "no column 'u'"),
        ({}, {"group": "shop"}, "no column 'shop'"),
        ({"shop": ["a"] * 399 + [None]}, {"group": "shop"}, "line 401, column 'shop': no group"),
        ({}, {"known": ("y",)}, "given as target and as known"),
        ({}, {"horizon": 0}, "horizon must be at least 1"),
        ({}, {"lookback": 0}, "lookback must be at least 1"),
        ({}, {"order": "pixel"}, "--order does not fit"),
        ({}, {"task": "classification"}, "400 different numbers are no classes"),
        ({}, {"limit": 0}, "limit must be at least 1"),
        ({}, {"transform": "log"}, "did you mean 'logreturn'"),
        ({}, {"lookback": 390, "horizon": 11}, "too few rows: 400, but one window takes 401"),
    ],
)
def test_bad_columns_and_options(
    read: Read,
    hours: pd.DataFrame,
    change: dict[str, object],
    options: dict[str, object],
    message: str,
) -> None:
    with pytest.raises(RecurraError, match=message) as caught:
        read(hours.assign(**change), **options)
    assert isinstance(caught.value, DataError | SettingError)


def test_infinite_and_nan_in_parquet(hours: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    hours.loc[[3, 4], "y"] = np.inf, np.nan
    hours.to_parquet(path)
    with pytest.raises(DataError, match=r"line 4, column 'y': infinite value inf"):
        gather(Source.of(str(path), target=("y",)))


def test_real_tables(data_file: Callable[[str], Path]) -> None:
    expected = {
        "bikesharing-hourly": ("count", 78421, "1 hour", 24, 10),
        "appliances-energy-10min": ("Appliances", 19735, "10 minutes", 144, 31),
        "melbourne-temperature-daily": ("Min_Temp", 3652, "1 day", 365, 6),
        "sp500-daily": ("Close", 5031, "1 day, Monday to Friday", None, 9),
    }
    for name, (target, rows, step, season, columns) in expected.items():
        series = gather(Source.of(str(data_file(f"series/{name}.csv.gz")), target=(target,)))
        assert isinstance(series, Series)
        assert len(series.groups[0]) == rows, name
        assert (str(series.step), series.season) == (step, season), name
        assert len(series.columns) == columns, series.columns
        assert all(np.isfinite(g.values).all() for g in series.groups)
    said = " ".join(map(str, series.inferred + series.cleaned))
    assert "month/day/year (value '1/13/1999' tells)" in said
    assert "'Adj Close' equals 'Close'" in said
