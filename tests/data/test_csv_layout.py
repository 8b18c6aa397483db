"""CSV texts as people bring them: what stands above, below and between."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series, fingerprint
from recurra.errors import DataError
from recurra.settings.text import listed, names

Read = Callable[..., Series]
Text = Callable[[pd.DataFrame], str]


def csv_of(frame: pd.DataFrame, **how: object) -> str:
    return frame.to_csv(index=False, lineterminator="\n", **how)


def below_names(line: str) -> Text:
    return lambda f: csv_of(f).replace("\n", f"\n{line}\n", 1)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda f: "sep=;\n" + csv_of(f, sep=";"), ""),
        (lambda f: "sep=\t\n" + csv_of(f, sep="\t"), ""),
        (lambda f: "sep=;\r\n" + csv_of(f, sep=";").replace("\n", "\r\n"), ""),
        (below_names(",°C,m/s"), "Units, and no row, stand in line 2: y: °C, x: m/s."),
        (below_names("[UTC],[kWh],[-]"), "stand in line 2"),
        (below_names("日時,度,回"), "stand in line 2"),
        (lambda f: "# a\n\n" + below_names("h,K,1/s")(f), "stand in line 4"),
        (lambda f: "Export of plant 7\n" + csv_of(f), "1 line above the names"),
        (lambda f: "Plant 7\nmade 2024-01-01\n\n" + csv_of(f), "2 lines above the names"),
        (lambda f: "Plant 7,,\n" + csv_of(f), "'Plant 7' ..."),
        (lambda f: csv_of(f).replace("\n2020-01-02 00", "\n# moved\n2020-01-02 00"), "1 line that"),
        (lambda f: csv_of(f, quoting=1), ""),
    ],
)
def test_what_is_no_row_is_no_row(read: Read, hours: pd.DataFrame, write: Text, said: str) -> None:
    series = read(write(hours), name="o.csv")
    assert fingerprint(series) == fingerprint(read(hours))
    assert said in " ".join(map(str, series.cleaned))


@pytest.mark.parametrize("columns", [["time", "shop", "y"], ["shop", "time", "y"], ["y", "time"]])
def test_a_first_row_of_values_is_no_line_of_names(
    read: Read, hours: pd.DataFrame, columns: list[str]
) -> None:
    frame = hours.assign(shop="north")[columns]
    series = read(frame.to_csv(index=False, header=False), target=())
    assert len(series.groups[0]) == 400
    np.testing.assert_array_equal(series.groups[0].values[:, 0], hours.y)
    assert "no line with names" in " ".join(map(str, series.cleaned))


def test_names_may_be_numbers(read: Read, hours: pd.DataFrame) -> None:
    wide = hours.assign(name=["a", "b"] * 200).rename(columns={"y": "2020", "x": "2021"})
    assert read(wide, target=("2020",)).columns[:2] == ("2020", "2021")


def test_decimal_commas_between_semicolons_without_names(read: Read, hours: pd.DataFrame) -> None:
    text = hours[["y", "x"]].to_csv(index=False, header=False, sep=";", decimal=",")
    np.testing.assert_array_equal(read(text, target=("1",)).groups[0].values, hours[["y", "x"]])


def test_a_long_field_and_what_is_wrong_after_it(read: Read, hours: pd.DataFrame) -> None:
    for row in (1, 300):
        frame = hours.assign(note="ok")
        frame.loc[row, "note"] = "x" * 140_000
        series = read(frame)
        assert max(map(len, series.columns)) < 60
        broken = csv_of(frame.astype(str)).replace(frame.time[390], "x,x,x," + frame.time[390])
        with pytest.raises(DataError, match="line 392: 7 values where the table has 4"):
            read(broken)


@pytest.mark.parametrize("line", [3, 200, 401])
@pytest.mark.parametrize("others", ["n", '"a quotation"'])
def test_an_open_quotation_is_an_error_with_its_line(
    read: Read, hours: pd.DataFrame, line: int, others: str
) -> None:
    lines = csv_of(hours).rstrip("\n").split("\n")
    lines = [f"{one},{'note' if k == 0 else others}" for k, one in enumerate(lines)]
    lines[line - 1] = lines[line - 1].removesuffix(others) + '"open'
    with pytest.raises(DataError, match=f"line {line}: a quotation begins here"):
        read("\n".join(lines))


def test_two_open_quotations_do_not_join_rows(read: Read, hours: pd.DataFrame) -> None:
    lines = csv_of(hours.assign(note="n")).split("\n")
    lines[9] = lines[9][:-1] + '"n'
    lines[19] = lines[19][:-1] + '"n'
    with pytest.raises(DataError, match="line 10: "):
        read("\n".join(lines))


def test_a_name_with_a_comma_is_written_in_quotes(read: Read, hours: pd.DataFrame) -> None:
    frame = hours.rename(columns={"y": "a,b"})
    assert read(frame, target=names('"a,b"')).targets == ("a,b",)
    with pytest.raises(DataError, match='Columns: time, "a,b", x'):
        read(frame, target=names("a,b"))
    for some in (("a,b", "c"), ('say "no", no', "d"), ("plain",)):
        assert names(listed(some)) == some
