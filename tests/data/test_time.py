"""Time stamps in every usual format, steps, gaps, duplicates."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from recurra.data import Series, gather
from recurra.data.date_forms import DATES, pattern, quick_pattern
from recurra.data.find_step import find_step
from recurra.data.steps import Step
from recurra.data.table import Table
from recurra.data.timestamps import Stamps, read_stamps
from recurra.errors import DataError
from recurra.records import Source

Read = Callable[..., Series]


def stamps(*texts: str, form: str = "") -> Stamps:
    column = pa.array(list(texts))
    return read_stamps(Table(Path("t"), {"t": column}, np.arange(len(texts))), "t", column, form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-05", "2020-01-05T00:00:00"),
        ("2020-1-5 7:08", "2020-01-05T07:08:00"),
        ("2020-01-05T07:08:09Z", "2020-01-05T07:08:09"),
        ("2020-01-05 07:08:09+01:30", "2020-01-05T05:38:09"),
        ("2020-01-05 07:08:09.250", "2020-01-05T07:08:09.250"),
        ("2020/01/05 7", "2020-01-05T07:00:00"),
        ("2020-01-05 24:00", "2020-01-06T00:00:00"),
        ("20200105", "2020-01-05T00:00:00"),
        ("2020-02", "2020-02-01T00:00:00"),
        ("202002", "2020-02-01T00:00:00"),
        ("02/2020", "2020-02-01T00:00:00"),
        ("Feb 2020", "2020-02-01T00:00:00"),
        ("5-Feb-2020", "2020-02-05T00:00:00"),
        ("February 5, 2020", "2020-02-05T00:00:00"),
        ("2020Q3", "2020-07-01T00:00:00"),
        ("1999", "1999-01-01T00:00:00"),
        ("1/13/1999", "1999-01-13T00:00:00"),
        ("13.1.99 18.30.00", "1999-01-13T18:30:00"),
        ("1/13/2001 12:05 AM", "2001-01-13T00:05:00"),
        ("1/13/2001 12:05 pm", "2001-01-13T12:05:00"),
        ("1577836800", "2020-01-01T00:00:00"),
        ("1577836800123", "2020-01-01T00:00:00.123"),
        ("1577836800123456", "2020-01-01T00:00:00.123456"),
        ("1577836800123456789", "2020-01-01T00:00:00.123456789"),
        ("1577836800.25", "2020-01-01T00:00:00.250"),
        ("1.5778368e+09", "2020-01-01T00:00:00"),
        ("2020-01-05 07:08:09.000200", "2020-01-05T07:08:09.000200"),
        ("2020-01-05 07:08:09,123456789", "2020-01-05T07:08:09.123456789"),
        ("2020-01-05T07:08:09+02:00[Europe/Berlin]", "2020-01-05T05:08:09"),
        ("2020-01-05 07:08 CEST", "2020-01-05T05:08:00"),
        ("2020-01-05 07:08 JST", "2020-01-04T22:08:00"),
        ("2020-01-05 07:08 UTC-3", "2020-01-05T10:08:00"),
        ("Sun 05 Jan 2020 07:08:09 GMT", "2020-01-05T07:08:09"),
        ("Sun, 05 Jan 2020 07:08:09 +0100", "2020-01-05T06:08:09"),
        ("Sun Jan  5 07:08:09 2020", "2020-01-05T07:08:09"),
        ("Sunday, January 5, 2020", "2020-01-05T00:00:00"),
        ("20200105070809", "2020-01-05T07:08:09"),
        ("20200105T070809Z", "2020-01-05T07:08:09"),
        ("2020-W01", "2019-12-30T00:00:00"),
        ("2020W53-5", "2021-01-01T00:00:00"),
        ("KW 2/2020", "2020-01-06T00:00:00"),
        ("Q3 2020", "2020-07-01T00:00:00"),
        ("2020-Q3", "2020-07-01T00:00:00"),
        ("3Q2020", "2020-07-01T00:00:00"),
        ("2020年第3四半期", "2020-07-01T00:00:00"),
        ("2020年1月5日", "2020-01-05T00:00:00"),
        ("2020年1月5日(日) 7時8分9秒", "2020-01-05T07:08:09"),
        ("２０２０／０１／０５　０７：０８", "2020-01-05T07:08:00"),
        ("2020年2月", "2020-02-01T00:00:00"),
        ("令和2年1月5日", "2020-01-05T00:00:00"),
        ("令和元年5月1日", "2019-05-01T00:00:00"),
        ("平成31年4月30日", "2019-04-30T00:00:00"),
        ("昭和64/1/7", "1989-01-07T00:00:00"),
        ("R2.1.5", "2020-01-05T00:00:00"),
        ("H31/4/30 12:00", "2019-04-30T12:00:00"),
        ("2020年1月5日 午後3時5分", "2020-01-05T15:05:00"),
        ("2020/1/5 午前0:05", "2020-01-05T00:05:00"),
        ("5. März 2020", "2020-03-05T00:00:00"),
        ("5 février 2020", "2020-02-05T00:00:00"),
        ("5 de agosto de 2020", "2020-08-05T00:00:00"),
        ("5 dicembre 2020 10:00", "2020-12-05T10:00:00"),
        ("5-Okt-2020", "2020-10-05T00:00:00"),
        ("août 2020", "2020-08-01T00:00:00"),
    ],
)
def test_formats(text: str, expected: str) -> None:
    assert str(stamps(text).values[0]) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [("2019-W53", "'2019-W53'"), ("5 Foo 2020", "'5 Foo 2020'"), ("2020年2月30日", "2月30日")],
)
def test_days_that_there_are_not(text: str, words: str) -> None:
    with pytest.raises(DataError, match=f"unreadable time stamp.*{words}"):
        stamps(text)


def test_every_era_and_every_week_is_read_back() -> None:
    days = pd.date_range("1990-01-01", "2024-12-31", freq="11D")
    weeks = [
        f"{d.isocalendar().year}-W{d.isocalendar().week:02}-{d.isocalendar().weekday}" for d in days
    ]
    np.testing.assert_array_equal(stamps(*weeks).values, days)
    eras = [
        f"平成{d.year - 1988}年{d.month}月{d.day}日"
        if d < pd.Timestamp("2019-05-01")
        else f"令和{d.year - 2018}年{d.month}月{d.day}日"
        for d in days
    ]
    np.testing.assert_array_equal(stamps(*eras).values, days)


def test_quarters_written_as_months_are_and_the_century_are_said() -> None:
    found = stamps("1-2010", "2-2010", "3-2010", "4-2010", "1-2011")
    assert str(found.values[1]) == "2010-04-01T00:00:00" and found.form == "quarter/year"
    assert "read as quarters" in str(found.sentences[0])
    assert str(stamps("1-2010", "2-2010", "3-2010", "4-2010", "5-2010").values[1])[:7] == "2010-02"
    (_, century) = stamps("13.1.99", "14.1.99").sentences
    assert str(century) == "Years of two digits are read as 1999."


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        ("ts", lambda t: t.astype("datetime64[s]").astype(int), "seconds"),
        ("ts", lambda t: t.astype("datetime64[s]").astype(int) - 1546300800, "seconds since"),
        ("timestamp", lambda t: t.astype("datetime64[ms]").astype(int), "milliseconds"),
        ("time", lambda t: t.astype("datetime64[us]").astype(int), "microseconds"),
        ("epoch", lambda t: t.astype("datetime64[ns]").astype(int), "nanoseconds"),
        ("unix_time", lambda t: t.astype("datetime64[s]").astype(int) + 0.5, "seconds"),
        ("date", lambda t: t.astype("datetime64[h]").astype(int) / 24 + 25569, "Excel"),
        ("日付", lambda t: t.astype("datetime64[h]").astype(int) / 24 + 25569, "Excel"),
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_times_as_numbers(
    read: Read,
    hours: pd.DataFrame,
    tmp_path: Path,
    name: str,
    write: Callable[[np.ndarray], np.ndarray],
    words: str,
    suffix: str,
) -> None:
    numbers = write(hours.time.to_numpy().astype("datetime64[m]"))
    frame = pd.DataFrame({name: numbers, "y": hours.y}).sample(frac=1, random_state=1)
    if suffix == "csv":
        series = read(frame, target=())
    else:
        frame.to_parquet(tmp_path / "t.parquet", index=False)
        found = gather(Source.of(str(tmp_path / "t.parquet")))
        assert isinstance(found, Series)
        series = found
    assert series.step == Step("milliseconds", 3_600_000) and series.targets == ("y",)
    assert words in " ".join(map(str, series.inferred))
    np.testing.assert_array_equal(series.groups[0].values[:, 0], hours.y)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("span", ["200us", "1500ns", "100ms", "1s"])
def test_parquet_keeps_all_bits_of_a_stamp(tmp_path: Path, unit: str, span: str) -> None:
    size = pd.Timedelta(span)
    if size % pd.Timedelta(1, unit):
        return
    time = pd.date_range("2024-03-01", periods=300, freq=span).astype(f"datetime64[{unit}]")
    frame = pd.DataFrame({"time": time, "y": np.arange(300) % 7})
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    series = gather(Source.of(str(tmp_path / "t.parquet")))
    assert isinstance(series, Series)
    assert series.step.milliseconds == size / pd.Timedelta("1ms")
    np.testing.assert_array_equal(series.groups[0].time, time)


def test_the_only_column_of_numbers_may_count_the_rows(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours[["time"]].assign(n=np.arange(400)), target=())
    assert series.targets == ("n",)


def test_all_days_of_four_hundred_years_are_read_back() -> None:
    days = np.arange("1900-01-01", "2101-01-01", 17, dtype="datetime64[D]")
    texts = [f"{d.day}.{d.month}.{d.year}" for d in days.tolist()]
    np.testing.assert_array_equal(stamps(*texts).values, days)


def test_day_and_month_are_decided_over_the_whole_column() -> None:
    assert stamps("1/2/2020", "1/3/2020", "13/3/2020").form == "a/b/year:day/month"
    assert stamps("1/2/2020", "1/3/2020", "3/13/2020").form == "a/b/year:month/day"
    monthly = pd.date_range("2020-01-01", periods=30, freq="MS")
    for order, form in (("day/month", "%d/%m/%Y"), ("month/day", "%m/%d/%Y")):
        read = stamps(*monthly.strftime(form))
        assert read.form == f"a/b/year:{order}" and "no value tells" in str(read.sentences[0])
    with pytest.raises(DataError, match=r"line 3.*'1/14/2020' contradicts '13/1/2020' in line 1"):
        stamps("13/1/2020", "2/2/2020", "1/14/2020")


def test_new_data_keep_the_order_of_the_training_data() -> None:
    learned = stamps("13/1/2020").form
    assert str(stamps("2/3/2021", form=learned).values[0]) == "2021-03-02T00:00:00"
    with pytest.raises(DataError, match="unreadable time stamp '1/14/2020'"):
        stamps("1/14/2020", form=learned)


@pytest.mark.parametrize(
    "columns",
    [
        {"date": "%d/%m/%Y", "Time": "%H.%M.%S"},
        {"dteday": "%Y-%m-%d", "hr": "%H"},
        {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H"},
        {"when": "%m/%d/%Y %I:%M %p"},
    ],
)
def test_time_from_several_columns(
    read: Read, hours: pd.DataFrame, columns: dict[str, str]
) -> None:
    time = pd.to_datetime(hours.time)
    split = pd.DataFrame({name: time.dt.strftime(form) for name, form in columns.items()})
    found = read(split.assign(y=hours.y))
    np.testing.assert_array_equal(found.groups[0].time, read(hours).groups[0].time)
    assert found.facts.time == tuple(columns)
    given = read(split.assign(y=hours.y), time=tuple(columns))
    np.testing.assert_array_equal(given.groups[0].time, found.groups[0].time)


def test_a_counter_only_orders(read: Read, hours: pd.DataFrame) -> None:
    shuffled = hours.assign(time=np.arange(400) * 0.1).sample(frac=1, random_state=0)
    series = read(shuffled, time=("time",))
    assert series.groups[0].time is None
    np.testing.assert_array_equal(series.groups[0].values[:, 0], hours.y)


def test_gaps_duplicates_and_order(read: Read, hours: pd.DataFrame) -> None:
    repeated = pd.concat([hours.drop(index=[50, 51, 52, 100]), hours[10:12].assign(y=0.0)])
    series = read(repeated)
    (group,) = series.groups
    assert len(group) == 400
    assert (~group.observed[:, 0]).nonzero()[0].tolist() == [50, 51, 52, 100]
    assert group.values[51, 0] == hours.y[49]
    assert group.values[10, 0] == hours.y[10] / 2
    said = " ".join(map(str, series.cleaned))
    for words in ("put in order", "2 rows have the time", "missing in time: 4 (longest gap: 3"):
        assert words in said


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (pd.bdate_range("2015-01-01", periods=60), "1 day, Monday to Friday"),
        (pd.date_range("1990-01-31", periods=60, freq="ME"), "1 month, on its last day"),
        (pd.date_range("1990-01-15", periods=60, freq="QS"), "3 months"),
        (pd.date_range("1950-06-01", periods=60, freq="12MS"), "1 year"),
        (pd.date_range("2020-01-01", periods=60, freq="7D"), "1 week"),
        (pd.date_range("2020-01-01", periods=60, freq="15min"), "15 minutes"),
        (pd.date_range("2020-01-01", periods=60, freq="10ms"), "10 milliseconds"),
    ],
)
def test_steps_and_the_stamps_that_follow(time: pd.DatetimeIndex, words: str) -> None:
    values = time.to_numpy().astype("datetime64[ms]")
    step = find_step([values])
    assert str(step) == words
    np.testing.assert_array_equal(step.stamps(values[40], 20), values[40:])


def test_jitter_is_put_on_a_grid_and_uneven_steps_are_not(read: Read, hours: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    time = pd.to_datetime(hours.time)
    jitter = time + pd.to_timedelta(rng.integers(-99, 99, 400), unit="s")
    assert read(hours.assign(time=jitter)).step == Step("milliseconds", 3_600_000)
    wild = time[0] + pd.to_timedelta(np.cumsum(rng.exponential(3600, 400).round() + 1), unit="s")
    series = read(hours.assign(time=wild))
    assert str(series.step).startswith("uneven") and series.known == ()
    gaps = series.groups[0].values[:, series.columns.index("time since last row")]
    np.testing.assert_allclose(
        gaps[1:] * series.facts.step_size / 1000, np.diff(wild) / np.timedelta64(1, "s"), rtol=1e-12
    )


def test_week_and_year_need_enough_training_data(read: Read) -> None:
    def circles(days: int) -> tuple[str, ...]:
        time = pd.date_range("2020-01-01", periods=days).strftime("%Y-%m-%d")
        return read(pd.DataFrame({"time": time, "y": np.arange(days) % 5})).facts.calendar

    assert circles(12) == ()
    assert circles(60) == ("day of week",)
    assert circles(1200) == ("day of week", "day of year")


def test_a_step_counts_rows() -> None:
    time = np.array(["2020-01-01T00", "2020-01-01T02", "2020-01-01T06"], "datetime64[s]")
    assert Step("milliseconds", 7_200_000).grid(time).tolist() == [0, 1, 3]


def test_few_texts_are_looked_at_with_the_same_patterns() -> None:
    """Python's patterns sort out before Arrow's do: what these take, those take as well."""
    written = [
        "2020-01-05", "2020-01-05T10:00:00.5+01:00", "5.1.2020", "5/1/20 3:05 pm", "5. März 2020",
        "1º de mayo de 2020", "Février 5, 2020", "Jan 5 10:00:00 CET 2020", "20200105 1000",
        "202001051000", "20200105", "2020-1", "1/2020", "août 2020", "2020 août", "2020Q1",
        "202001", "Q1'2020", "2020-W05-1", "KW 5/2020", "2020","2020-01-05 10:00 [Europe/Berlin]",
        "1.5", "٢٠٢٠-٠١-٠٥", "five", "", "2020-01-05\n", "5 ьанварь 2020", "-3", "1e5", "12:30",
    ]  # fmt: skip
    taken = 0
    for form in DATES:
        found = pc.match_substring_regex(pa.array(written), pattern(form)).to_pylist()
        quick = [bool(quick_pattern(form).match(text)) for text in written]
        taken += sum(found)
        assert not [w for w, f, q in zip(written, found, quick, strict=True) if f and not q], form
    assert taken > 20
