"""What `predict` shows and writes."""

import csv
import importlib.util
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recurra.cli import tables
from recurra.errors import SettingError
from recurra.tasks.served import Answers


def answers(count: int) -> Answers:
    rows = [(k + 1, 0.123456789 * k, "=a" if k == 0 else "b") for k in range(count)]
    return Answers(("example", "y", "class"), rows)  # type: ignore[arg-type]


def test_the_screen_shows_head_and_tail_with_the_digits_that_the_error_justifies() -> None:
    said = tables.lines(answers(100), {"y": 0.34})
    assert len(said) == 1 + 5 + 1 + 5
    assert said[0].split() == ["example", "y", "class"]
    assert said[2].split() == ["2", "0.12", "b"] and said[-1].split() == ["100", "12.22", "b"]
    assert "90 more rows" in said[6] and "--out FILE" in said[6]
    assert len(tables.lines(answers(20), {})) == 21


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [(1234.5678, 250.0, "1230"), (0.00012345, 0.00002, "0.000123"), (1.23456789, None, "1.2346")],
)
def test_two_digits_of_the_error(value: float, error: float | None, shown: str) -> None:
    said = tables.lines(Answers(("y",), [(value,)]), {} if error is None else {"y": error})
    assert said[1].strip() == shown


def test_the_ending_says_what_is_written_and_all_digits_are_kept(tmp_path: Path) -> None:
    for name in ("a.csv", "a.parquet"):
        tables.check(tmp_path / name)
        tables.write(answers(30), tmp_path / name)
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(tmp_path / "a.parquet").to_pydict()
    assert [float(r["y"]) for r in rows] == table["y"] == [r[1] for r in answers(30).rows]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a.csv", "a.parquet"]


@pytest.mark.skipif(importlib.util.find_spec("openpyxl") is None, reason="openpyxl is an extra")
def test_a_sheet_of_excel_holds_the_same(tmp_path: Path) -> None:
    import openpyxl

    tables.check(tmp_path / "a.xlsx")
    tables.write(answers(30), tmp_path / "a.xlsx")
    [head, *rows] = openpyxl.load_workbook(tmp_path / "a.xlsx")["predictions"].values
    assert head == answers(30).columns
    assert [row[0] for row in rows] == [row[0] for row in answers(30).rows]
    # Excel keeps 15 digits
    assert [row[1] for row in rows] == pytest.approx([row[1] for row in answers(30).rows], 1e-14)
    assert rows[0][2] != "=a"  # no formula


def test_other_endings_and_what_is_missing_are_refused(tmp_path, monkeypatch) -> None:
    for name in ("a.json", "a", "a.xls"):
        with pytest.raises(SettingError, match=r"\.csv, \.parquet, \.xlsx"):
            tables.check(tmp_path / name)
    with pytest.raises(SettingError, match="no such folder"):
        tables.check(tmp_path / "nowhere" / "a.csv")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SettingError, match=r"openpyxl.*recurra\[excel\]"):
        tables.check(tmp_path / "a.xlsx")


def test_an_ending_is_refused_before_the_model_is_looked_for() -> None:
    from recurra.cli.models import predict

    with pytest.raises(SettingError, match="ending"):
        predict(Path("nowhere"), "x.csv", Path("a.json"))
