"""Numbers as people and their programs write them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from recurra.data import Series
from recurra.data.new_data import gather_new_series
from recurra.data.numeric import numbers
from recurra.data.table import Table
from recurra.errors import DataError
from recurra.records import Source

Read = Callable[..., Series]


def written(*texts: str, separator: str = ";", beside: tuple[str, ...] = ()) -> Table:
    columns = {"y": pa.array(list(texts))} | ({"z": pa.array(list(beside))} if beside else {})
    return Table(Path("t"), columns, np.arange(len(texts)), separator, 1)


VALUES = (1234567.25, -12.5, 999.0, 0.75)


def german(v: float) -> str:
    return f"{v:,}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("write", "styles"),
    [
        (lambda v: f"{v:,}", {"thousands"}),
        (german, {"dots"}),
        (lambda v: f"{v:,}".replace(",", "'"), {"grouped"}),
        (lambda v: german(v).replace(".", " "), {"grouped", "comma"}),
        (lambda v: german(v).replace(".", "\xa0"), {"grouped", "comma"}),
        (lambda v: german(v).replace(".", "\u202f"), {"grouped", "comma"}),
        (lambda v: f"{v}%", {"percent"}),
        (lambda v: f"{v} %", {"percent"}),
        (lambda v: f"{v}％".replace("-", "△"), {"percent", "negative"}),
        (lambda v: f"${v:,}", {"thousands", "currency"}),
        (lambda v: f"{v:,}".replace("-", "-£"), {"thousands", "currency"}),
        (lambda v: german(v) + " €", {"dots", "currency"}),
        (lambda v: f"{v}円", {"currency"}),
        (lambda v: f"￥{v:,}", {"thousands", "currency"}),
        (lambda v: f"CHF {v:,}".replace(",", "’"), {"grouped", "currency"}),
        (lambda v: f"({-v})" if v < 0 else f"{v}", {"negative"}),
        (lambda v: f"(${-v:,})" if v < 0 else f"${v:,}", {"thousands", "currency", "negative"}),
        (lambda v: f"{-v}-" if v < 0 else f"{v}", {"negative"}),
        (lambda v: f"{v}".replace("-", "−"), set()),
        (lambda v: f"{v}".replace("-", "▲"), {"negative"}),
        (lambda v: f"{v}".translate({c: c + 0xFEE0 for c in range(0x2D, 0x3A)}), {"wide"}),
    ],
)
def test_every_way_gives_the_same_numbers(write: Callable[[float], str], styles: set[str]) -> None:
    table = written(*map(write, VALUES), separator=";")
    found = numbers(table, "y")
    assert found is not None
    assert (found[0].tolist(), set(found[1])) == (list(VALUES), styles)


@pytest.mark.parametrize(
    ("texts", "separator", "beside", "first", "style"),
    [
        (("1.101", "999"), ";", (), 1101.0, "dots"),
        (("1,101", "999"), "\t", (), 1101.0, "thousands_guessed"),
        (("1.206", "1.220"), ";", (), 1.206, "plain_dots"),
        (("1,206", "1,220"), ";", (), 1.206, "plain_commas"),
        (("1.206", "1.220"), ";", ("2,5", "3,25"), 1206.0, "dots"),
        (("1.206", "1.220"), ";", ("2.5", "3.25"), 1.206, ""),
        (("1,206", "1,220"), ";", ("2.5", "3.25"), 1206.0, "thousands"),
        (("1.206", "1.220"), ",", (), 1.206, ""),
        (("1,206", "1,220"), ",", (), 1206.0, "thousands"),
        (("0.123", "0.456"), ";", (), 0.123, ""),
    ],
)
def test_what_a_mark_before_three_digits_means_is_told_by_the_file_or_said(
    texts: tuple[str, ...], separator: str, beside: tuple[str, ...], first: float, style: str
) -> None:
    found = numbers(written(*texts, separator=separator, beside=beside), "y")
    assert found is not None
    assert (found[0][0], "".join(found[1])) == (first, style)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("12%", "3", "0"), "line 3, column 'y': no percent sign"),
        (("€5", "$6"), r"several currencies: \$, €"),
        (("1", "1e301"), r"line 3, column 'y': 1e\+301 is too large: at most 3e\+38"),
        (("1", "1e999"), "infinite value"),
    ],
)
def test_what_cannot_be_one_column_of_numbers(
    read: Read, texts: tuple[str, ...], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        read("y\n" + "\n".join(texts))


@pytest.mark.parametrize("texts", [("red", "green"), ("a(1)", "b-2"), ("12 kg", "3 kg")])
def test_words_stay_words(texts: tuple[str, ...]) -> None:
    assert numbers(written(*texts), "y") is None


@pytest.mark.parametrize("others", [("1.101", "999"), ("1.206", "1.220"), ("1,206", "1,220")])
def test_missing_values_among_unclear_ones_are_missing(others: tuple[str, ...]) -> None:
    column = pa.array([others[0], None, others[1]])
    found = numbers(Table(Path("t"), {"y": column}, np.arange(3), ";"), "y")
    assert found is not None and np.isnan(found[0]).tolist() == [False, True, False]


def test_new_data_are_read_with_the_decimal_mark_of_the_training(
    read: Read, hours: pd.DataFrame, tmp_path: Path
) -> None:
    whole = (1000 + 100 * (hours.y - hours.y.mean())).round().astype(int)
    frame = hours[["time"]].assign(y=[german(v) for v in whole])
    series = read(frame.to_csv(sep=";", index=False))
    assert (series.groups[0].values[:, 0] == whole).all() and "y" in series.facts.commas
    path = tmp_path / "new.csv"
    frame[whole >= 1000].to_csv(path, sep=",", index=False)
    (ahead,), said = gather_new_series(Source(str(path)), series.facts, 3, 1)
    assert ahead.past[0, 0] >= 1000
    assert "dots between thousands" in " ".join(map(str, said))


def test_a_backslash_is_the_sign_of_yen_as_old_japanese_encodings_have_it() -> None:
    found = numbers(written(r"\1,234,567", r"\-35", r"-\5", r"\0"), "y")
    assert found is not None and found[0].tolist() == [1234567, -35, -5, 0]
    assert numbers(written(r"\n1", r"C:\1"), "y") is None
