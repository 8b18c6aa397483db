"""The same table in every format and every packing."""

import bz2
import gzip
import importlib.util
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pytest

from recurra.data import Series, gather
from recurra.errors import DataError
from recurra.records import Source

Read = Callable[..., Series]


def csv_of(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


def stream(frame: pd.DataFrame) -> bytes:
    table, out = pa.Table.from_pandas(frame), io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def feather(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    pyarrow.feather.write_feather(pa.Table.from_pandas(frame), out)
    return out.getvalue()


def stamped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(time=pd.to_datetime(frame.time))


WAYS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "t.csv.gz": lambda f: gzip.compress(csv_of(f)),
    "t.csv.xz": lambda f: lzma.compress(csv_of(f)),
    "t.csv.bz2": lambda f: bz2.compress(csv_of(f)),
    "t.csv.zip": lambda f: zipped(("t.csv", csv_of(f))),
    "t.zip": lambda f: zipped(("a/", b""), ("a/t.csv", csv_of(f)), ("__MACOSX/._t.csv", b"x")),
    "t.feather": lambda f: feather(stamped(f)),
    "t.arrow": lambda f: feather(f),
    "t.arrows": lambda f: stream(stamped(f)),
    "t.parquet.gz": lambda f: gzip.compress(_parquet(stamped(f))),
    "t.jsonl": lambda f: f.to_json(orient="records", lines=True).encode(),
    "t.ndjson": lambda f: b"\n" + f.to_json(orient="records", lines=True).encode() + b"\n\n",
    "t.json": lambda f: f.to_json(orient="records").encode(),
    "t.jsonl.gz": lambda f: gzip.compress(f.to_json(orient="records", lines=True).encode()),
}


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()


@pytest.mark.parametrize("name", WAYS)
def test_every_container_holds_the_same_series(read: Read, hours: pd.DataFrame, name: str) -> None:
    plain, other = read(hours), read(WAYS[name](hours), name=name)
    assert other.columns == plain.columns and other.step == plain.step
    np.testing.assert_array_equal(other.groups[0].time, plain.groups[0].time)
    np.testing.assert_allclose(other.groups[0].values, plain.groups[0].values, atol=1e-9)


@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv.xz", "t.csv.bz2", "t.csv.zip"])
def test_what_is_cut_short_is_said(read: Read, hours: pd.DataFrame, name: str) -> None:
    with pytest.raises(DataError, match="file is damaged or cut short"):
        read(WAYS[name](hours)[:-30], name=name)


def test_a_zip_file_holds_files_of_one_table(read: Read, hours: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"b\.csv: its columns are not those of a\.csv"):
        read(zipped(("a.csv", csv_of(hours)), ("b.csv", b"x\n1\n")), name="t.zip")
    with pytest.raises(DataError, match="holds no file"):
        read(zipped(("a/", b"")), name="t.zip")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"y": 1}\n{"y": }\n', "line 2: not JSON"),
        (b'{"y": 1}\n[1, 2]\n', "entry 2 is no record"),
        (b'[{"y": 1}, 3]', "entry 2 is no record"),
        (b'[{"y": 1},', "not JSON"),
        (b'{"y": 1}\n{"y": "a"}\n', "cannot be read as a table"),
        (b"[]", "no record"),
        (b'{"y": 1, "s": "\xff"}\n{"y": 2, "s": "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"}', "not UTF-8"),
        (b"ARROW1" + b"x" * 20, "not a readable Arrow file"),
    ],
)
def test_broken_records_are_errors(read: Read, content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(content, name="t.jsonl")


needs_openpyxl = pytest.mark.skipif(
    importlib.util.find_spec("openpyxl") is None, reason="openpyxl is an extra"
)


@needs_openpyxl
@pytest.mark.parametrize("above", [0, 3])
@pytest.mark.parametrize("left", [0, 2])
def test_a_workbook(read: Read, hours: pd.DataFrame, tmp_path: Path, above: int, left: int) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "cover"
    first.append(["made by hand"])
    sheet = book.create_sheet("data")
    for k in range(above):
        sheet.append([None] * left + [f"title {k}"])
    sheet.append([None] * left + ["time", "y", "x"])
    for time, y, x in zip(pd.to_datetime(hours.time), hours.y, hours.x, strict=True):
        sheet.append([None] * left + [time.to_pydatetime(), y, x])
    book.create_sheet("notes").append(["n"])
    book.save(tmp_path / "t.xlsx")
    series = gather(Source.of(str(tmp_path / "t.xlsx"), target=("y",)))
    assert isinstance(series, Series)
    found = series.groups[0].values[:, :2]  # openpyxl writes sixteen digits
    np.testing.assert_allclose(found, hours[["y", "x"]], rtol=1e-14)
    said = " ".join(map(str, series.cleaned))
    assert "Sheet 'data' is read; not 'cover', 'notes'." in said
    assert not above or f"{above} lines above the names" in said


@needs_openpyxl
def test_a_cell_of_a_workbook_that_is_no_number_is_found(
    hours: pd.DataFrame, tmp_path: Path
) -> None:
    hours.astype(object).assign(y=[*hours.y[:99], "oops", *hours.y[100:]]).to_excel(
        tmp_path / "t.xlsx", index=False
    )
    with pytest.raises(DataError, match="line 101, column 'y': not a number: 'oops'"):
        gather(Source.of(str(tmp_path / "t.xlsx"), target=("y",)))


def test_without_openpyxl_one_sentence_says_so(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    content = zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b""))
    with pytest.raises(DataError, match=r"needs openpyxl.*pip install 'recurra\[excel\]'"):
        read(content, name="t.xlsx")


def test_json_keeps_whole_numbers(read: Read) -> None:
    lines = [{"ts": 1577836800000000000 + k * 1000, "y": k % 7} for k in range(60)]
    series = read("\n".join(map(json.dumps, lines)), name="t.jsonl")
    assert str(series.step) == "1 microsecond"
