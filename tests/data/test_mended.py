"""What the mutants found: each kind that was read wrongly or crashed once."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from recurra.data import Series, gather
from recurra.data.csv_layout import find_layout, kind
from recurra.data.find_step import find_step
from recurra.errors import DataError
from recurra.records import Source

Read = Callable[..., Series]


def days(count: int = 60) -> pd.DataFrame:
    """A table of days in two months."""
    rng = np.random.default_rng(0)
    time = pd.date_range("2003-02-10", periods=count)
    return pd.DataFrame({"time": time.astype(str), "y": (100 * rng.normal(size=count)).round(1)})


@pytest.mark.parametrize("form", ["%b %d, %Y", "%a %b %d %Y", "%a, %d %b %Y", "%A %d.%m.%Y"])
def test_march_is_no_tuesday(read: Read, form: str) -> None:
    """Short for mardi, Mar was taken off from the dates of March alone."""
    frame = days()
    frame["time"] = pd.to_datetime(frame.time).dt.strftime(form)
    found = read(frame)
    assert len(found.groups[0]) == 60
    assert str(found.groups[0].time[-1]) == "2003-04-10T00:00:00"  # type: ignore[index]


@pytest.mark.parametrize("text", ["8618.5", "12.5", "1,5", "12-", "$-3", "3 USD", "1’234", "△3"])
def test_numbers_are_no_dates_and_no_words(text: str) -> None:
    assert kind(text) == "number"


def test_units_below_names_with_numbers_that_look_like_months(read: Read) -> None:
    frame = days()
    frame["y"] = 8600 + 50 * frame.y
    text = frame.to_csv(index=False, sep="\t", float_format="%.1f", lineterminator="\n")
    found = read(text.replace("\ty\n", "\ty\n\tkW\n", 1))
    assert len(found.groups[0]) == 60


@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
def test_a_name_with_a_line_break_has_a_blank(tmp_path: Path, form: str) -> None:
    frame = days().rename(columns={"y": "y\n(kW)"})
    path = tmp_path / f"t.{form}"
    if form == "csv":
        frame.to_csv(path, index=False)
    elif form == "json":
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_parquet(path)
    found = gather(Source.of(str(path), target=("y (kW)",)))
    assert isinstance(found, Series) and found.targets == ("y (kW)",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("listed", [True, False])
def test_records_behind_a_mark(read: Read, encoding: str, listed: bool) -> None:
    text = days().to_json(orient="records", lines=not listed, force_ascii=False)
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    found = read(mark + text.encode(encoding), "t.json")
    np.testing.assert_array_equal(found.groups[0].values[:, 0], days().y)


@pytest.mark.parametrize("names", [["time", "y"], ["Datum", "Wert"]])
def test_a_title_above_two_columns_of_a_sheet(tmp_path: Path, names: list[str]) -> None:
    book = openpyxl.Workbook()
    rows = days().to_numpy().tolist()
    for row in (["Plant 7"], [], names, *rows):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    found = gather(Source.of(str(tmp_path / "t.xlsx"), target=(names[1],)))
    assert isinstance(found, Series) and len(found.groups[0]) == 60


def test_a_column_without_a_name_is_no_title() -> None:
    text = "time,\n" + "".join(f"2020-01-{k:02},{k}.5\n" for k in range(1, 29))
    assert find_layout(Path("t"), text).names == ["time", "unnamed 2"]


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_part_of_a_workbook(tmp_path: Path, part: str) -> None:
    days().to_excel(tmp_path / "t.xlsx", index=False)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts[part] = parts[part].replace(b">", b"<", 3)
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)
    with pytest.raises(DataError, match="the Excel file is damaged") as caught:
        gather(Source(str(tmp_path / "t.xlsx")))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("far", [-(2**62), 2**62, -(10**12), 3 * 10**11])
def test_stamps_of_no_year(tmp_path: Path, far: int) -> None:
    """One of them took 11 s and 1.7 GB."""
    whole = np.array([far, *range(1_000_000_000, 1_000_000_040)])
    table = pa.table({"time": pa.array(whole, pa.timestamp("s")), "y": np.arange(41.0) ** 1.5})
    with pa.ipc.new_file(tmp_path / "t.arrow", table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(DataError, match=r"line \d+, column 'time'"):
        gather(Source.of(str(tmp_path / "t.arrow"), target=("y",)))


def test_a_span_of_more_than_292_years_has_no_rate() -> None:
    time = np.array(["0001-01-01", *(f"2000-01-01T00:00:{k:02}" for k in range(50))], "M8[s]")
    assert find_step([time]).kind == "uneven"


@pytest.mark.parametrize("broken", ["names", "bytes"])
def test_what_arrow_says_is_one_line(tmp_path: Path, broken: str) -> None:
    sink = io.BytesIO()
    names = ["time", "y", "y"] if broken == "names" else ["time", "y", "z"]
    frame = days()
    columns = [pa.array(frame.time), pa.array(frame.y), pa.array(frame.y)]
    pyarrow.parquet.write_table(pa.Table.from_arrays(columns, names), sink)
    raw = sink.getvalue()
    (tmp_path / "t.parquet").write_bytes(
        raw if broken == "names" else raw[:-200] + bytes(150) + raw[-50:]
    )
    with pytest.raises(DataError, match=r"(same name|not a readable Parquet file)") as caught:
        gather(Source(str(tmp_path / "t.parquet")))
    assert "\n" not in str(caught.value)


def test_offsets_of_an_arrow_file_are_looked_at(tmp_path: Path) -> None:
    """Broken ones pointed anywhere in memory."""
    words = pa.StringArray.from_buffers(
        3, pa.py_buffer(np.array([0, 2**30, 5, 7], np.int32)), pa.py_buffer(b"abcdefg")
    )
    table = pa.table({"a": words, "y": [1.0, 2.0, 3.0]})
    with pa.ipc.new_stream(tmp_path / "t.arrow", table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(DataError, match="not a readable Arrow file"):
        gather(Source(str(tmp_path / "t.arrow")))


@pytest.mark.parametrize("line", ["{word} (1 a)", "({word}) (1 a)"])
def test_an_error_of_trees_shows_no_word_of_a_hundred_thousand_letters(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "t.txt").write_text("(1 a)\n" + line.format(word="w" * 100_000))
    with pytest.raises(DataError) as caught:
        gather(Source(str(tmp_path / "t.txt")))
    assert len(str(caught.value)) < 400
