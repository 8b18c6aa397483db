"""Numbers of a large CSV file are read as such at once: the outcome is that of texts."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from recurra.data import date_forms, table, timestamps
from recurra.data.time_columns import plainly_numbers

BODIES = {
    "plain": "t,a,b\n2020-01-01,1,0.5\n2020-01-02,2,1e3\n2020-01-03,-3,.25\n",
    "missing": "t,a,b\n2020-01-01,NA,\n2020-01-02,2,null\n2020-01-03,?,.25\n",
    "blanks": "t,a,b\n2020-01-01, 1 , NA\n2020-01-02,2,  \n2020-01-03,3,7\n",
    "quoted": 't,a,b\n2020-01-01,"1","NA"\n2020-01-02,2,"3"\n2020-01-03,3,7\n',
    "plus": "t,a,b\n2020-01-01,+1,1\n2020-01-02,2,2\n2020-01-03,3,7\n",
    "late text": "t,a,b\n" + "2020-01-01,1,2\n" * 50 + "2020-01-02,oops,2\n",
    "endless": "t,a,b\n2020-01-01,1,2\n2020-01-02,inf,2\n2020-01-03,1e999,3\n",
    "not a number": "t,a,b\n2020-01-01,Nan,2\n2020-01-02,2,2\n2020-01-03,1,3\n",
    "words": "t,a,b\n2020-01-01,red,2\n2020-01-02,blue,2\n2020-01-03,red,3\n",
    "empty rows": "t,a,b\n2020-01-01,1,2\n,,\n2020-01-03,1,3\n",
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("block", [table.BLOCK, 40])
def test_numbers_read_at_once_are_those_read_as_texts(
    name: str, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BODIES[name], encoding="utf-8")
    monkeypatch.setattr(table, "BLOCK", block)
    found = table.read_table(path, plainly_numbers(()))
    monkeypatch.setattr(table, "_plainly", lambda *_: None)
    wanted = table.read_table(path, plainly_numbers(()))
    assert list(found.columns) == list(wanted.columns)
    for column, own in wanted.columns.items():
        assert found.columns[column].type == own.type
        assert found.columns[column].to_pylist() == own.to_pylist()
    assert np.array_equal(found.rows, wanted.rows)


def test_plain_numbers_take_the_short_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BODIES["missing"], encoding="utf-8")

    def longer(*_: object) -> None:
        raise AssertionError("as texts")

    monkeypatch.setattr(table, "_doubles", longer)
    assert table.read_table(path, plainly_numbers(())).columns["a"].to_pylist() == [None, 2, None]


STAMPS = {
    "year-month-day": ("2020-01-05", "2020.1.5 10:00", "2020/01/05T10:00:00+01:00"),
    "a/b/year": ("1/4/1999", "31.12.99"),
    "day month year": ("5 Mai 2020", "3rd März, 2020", "1. février 2021"),
    "month day, year": ("May 5, 2020", "Décembre 31 1999 5pm"),
    "month/day/clock/year": ("Jan 5 10:00:01 CET 2020",),
    "yearmonthdayclock": ("20200105101112", "202001051011Z"),
    "yearmonthday": ("20200105", "20200105 10:00"),
    "year-month": ("2020-01", "2020/1"),
    "month/year": ("01/2020",),
    "month year": ("Jan 2020", "enero de 2020", "Août-1999"),
    "year month": ("2020 Jan",),
    "yearmonth": ("202001",),
    "year quarter": ("2020Q1", "2020-q2"),
    "quarter-year": ("Q1 2000", "1Q'2000"),
    "year-week": ("2020-W05", "2020W05-1"),
    "week-year": ("KW 5/2020",),
    "year": ("1999", "2020"),
}  # fmt: skip


@pytest.mark.parametrize("form", date_forms.DATES)
def test_no_form_of_dates_is_passed_over(form: str) -> None:
    for value in STAMPS[form]:
        assert timestamps.recognise(pa.array([value] * 3)) == form
