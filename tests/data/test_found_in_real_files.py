"""What was wrong at first with real files that this project had not used; each a small made file.

The files themselves come with packages; names, what they hold and what was wrong:

- statsmodels `macrodata`, `interest_inflation/E6`: columns `year` and `quarter`; two rows of a year
  were said to have one time.
- statsmodels `macrodata/src/unemp`: lines above the table, a comma behind the names, quarters as
  `Q01`; it was no table.
- statsmodels `elec_equip`: `Jan-1-1995`; it was free text, and was left out.
- statsmodels `interest_inflation/E6_jmulti`: blanks between the columns; it had no numbers.
- sktime `Lynx`: an index of years without a name; it only counted rows.

Read as they should be at once: statsmodels `co2` (weeks, some missing), `sunspots`, `elnino`
(years), `danish_data` (1974Q1, a mark of UTF-8); sktime `Airline`, `PBS_dataset` (1991 Jul),
`Uschange` (1970 Q1 beside a counter), `solar` (half hours of UTC), `ShampooSales`, `seatbelts`;
matplotlib `msft` (19-Sep-03, latest first), `Stocks` (a comment, shares that come later).
"""

import importlib.util
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from recurra.data import gather
from recurra.data.profile import profile
from recurra.data.profile_table import FIRST
from recurra.data.series import Series
from recurra.records import Source


def written(folder: Path, text: str) -> str:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def of(data: str, *target: str) -> Series:
    found = gather(Source.of(data, target=target))
    assert isinstance(found, Series)
    return found


def quarters(form: str, count: int = 60) -> str:
    return "\n".join(
        f"{1990 + k // 4},{form.format(k % 4 + 1)},{100 + k % 7}" for k in range(1, count)
    )


@pytest.mark.parametrize(
    ("names", "form"),
    [
        ("year,quarter", "{}"), ("Year,Qtr", "Q{}"), ("yr,q", "{}.0"), ("Year,Period", "Q0{}"),
    ],
)  # fmt: skip
def test_years_and_quarters(names: str, form: str, tmp_path: Path) -> None:
    found = of(written(tmp_path, f"{names},y\n{quarters(form)}\n"), "y")
    assert (found.step.kind, found.step.size) == ("months", 3)
    time = found.groups[0].time
    assert time is not None and str(time[0])[:7] == "1990-04" and str(time[-1])[:7] == "2004-10"


@pytest.mark.parametrize("values", ["{}", "5"])
def test_what_is_no_quarter_stays_a_number(values: str, tmp_path: Path) -> None:
    """A period of numbers alone, and a quarter that is always the same or five."""
    name = "period" if values == "{}" else "quarter"
    rows = "\n".join(f"{1960 + k},{values.format(k % 4 + 1)},{k % 7}" for k in range(40))
    found = profile(Source.of(written(tmp_path, f"year,{name},y\n{rows}\n"), target=("y",)))
    assert found.time == ("year",)


def test_lines_above_and_a_comma_behind_the_names(tmp_path: Path) -> None:
    head = "Series Id:     LNS1\n\nSeasonally Adjusted\nAge:   16 years\n\n\n"
    head += "Series id,Year,Period,Value,\n"
    rows = "\n".join(f"LNS1,{line}" for line in quarters("Q0{}").splitlines())
    found = profile(Source.of(written(tmp_path, head + rows + "\n")))
    assert [c.name for c in found.columns] == ["Series id", "Year", "Period", "Value"]
    assert found.count == 59 and found.time == ("Year", "Period") and found.targets == ("Value",)


@pytest.mark.parametrize("form", ["{m}-1-{y}", "{m}/1/{y}", "{m} 1, {y}"])
def test_a_month_by_name_before_its_day(form: str, tmp_path: Path) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rows = [f'"{form.format(m=months[k % 12], y=1995 + k // 12)}",{k % 5}' for k in range(50)]
    found = of(written(tmp_path, "DATE,y\n" + "\n".join(rows) + "\n"), "y")
    assert (found.step.kind, found.step.size) == ("months", 1)


@pytest.mark.parametrize("head", ["", "x y z\n"])
def test_blanks_between_columns(head: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(0).normal(size=(40, 3))
    rows = "\n".join("   ".join(f"{v:9.4f}" for v in row) for row in rng)
    found = profile(Source.of(written(tmp_path, head + rows + "\n")))
    assert [c.name for c in found.columns] == (head.split() or ["1", "2", "3"])
    assert found.count == 40 and {c.kind for c in found.columns} == {"number"}
    assert "data.csv_layout.spaced" in [getattr(s, "key", "") for s in found.said]


def test_one_column_of_words_is_not_cut_at_its_blanks(tmp_path: Path) -> None:
    rows = "\n".join(f"{'red wine' if k % 2 else 'white wine'}" for k in range(30))
    found = profile(Source.of(written(tmp_path, f"kind\n{rows}\n")))
    assert [c.name for c in found.columns] == ["kind"]


def test_an_index_of_years_without_a_name(tmp_path: Path) -> None:
    rows = "\n".join(f"{1821 + k},{(k * 7) % 11}" for k in range(60))
    found = of(written(tmp_path, f",0\n{rows}\n"))
    assert (found.step.kind, found.step.size) == ("months", 12)


@pytest.mark.parametrize("first", [0, 1590, 2090])
def test_an_index_that_is_no_year(first: int, tmp_path: Path) -> None:
    rows = "\n".join(f"{first + k},{(k * 7) % 11}" for k in range(60))
    assert of(written(tmp_path, f",y\n{rows}\n")).step.kind == "rows"


def test_of_a_workbook_the_first_rows_are_enough(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("S")
    sheet.append(["a", "b"])
    for k in range(FIRST + 5):
        sheet.append([k % 7, k % 11])
    book.save(tmp_path / "t.xlsx")
    found = profile(Source.of(str(tmp_path / "t.xlsx"), target=("a",)))
    assert found.count == FIRST and any("10,000" in str(s) for s in found.said)


FOLDER = {
    "statsmodels/datasets": {
        "co2/co2.csv": "1 week", "sunspots/sunspots.csv": "1 year", "elnino/elnino.csv": "1 year",
        "macrodata/macrodata.csv": "3 months", "macrodata/src/unemp.csv": "3 months",
        "interest_inflation/E6.csv": "3 months", "danish_data/data.csv": "3 months",
        "elec_equip/elec_equip.csv": "1 month",
    },
    "sktime/datasets/data": {
        "Airline/Airline.csv": "1 month", "PBS_dataset/PBS_dataset.csv": "1 month",
        "Uschange/Uschange.csv": "3 months", "solar/solar.csv": "30 minutes",
        "Lynx/Lynx.csv": "1 year", "seatbelts/seatbelts.csv": "1 month",
    },
    "matplotlib/mpl-data/sample_data": {
        "msft.csv": "1 day, Monday to Friday", "Stocks.csv": "uneven, typically 4 weeks",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "file", "step"), [(f, n, s) for f, own in FOLDER.items() for n, s in own.items()]
)
def test_the_files_themselves(folder: str, file: str, step: str) -> None:
    package = folder.partition("/")[0]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    path = Path(spec.origin).parent / folder.partition("/")[2] / file
    if not path.is_file():
        pytest.skip(f"this version of {package} has no {file}")
    assert str(profile(Source.of(str(path))).step) == step
