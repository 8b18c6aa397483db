"""The page of `recurra inspect --html`: whole, safe, the same each time, in both languages."""

import re

import numpy as np
import pytest
from tests.words.left import english

from recurra.cli.inspect import asked
from recurra.data.portrait import Along, Bars, Drawn
from recurra.data.profile import profile
from recurra.records import Source
from recurra.report import inspect_page
from recurra.report.figures import columns
from recurra.words import speaking


def of(data, **how):
    source = Source.of(str(data), **how)
    return asked(profile(source, drawn=True), source)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "<b>.csv"
    stamps = np.datetime64("2024-01-01", "D") + np.arange(200)
    rows = [
        f"{s},{'' if k == 9 else k % 7},{'x' if k % 2 else '<i>'}" for k, s in enumerate(stamps)
    ]
    del rows[50:60]
    path.write_text("date,<a>,word\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_the_page_is_whole_and_safe(table):
    found = of(table, target=("<a>",))
    html = inspect_page.render(found)
    assert html == inspect_page.render(found)
    body = html.partition("<body>")[2]
    assert "<a>" not in body and "<i>" not in body and "<b>" not in body and "&lt;a&gt;" in body
    assert "http" not in body.replace("http-equiv", "") and "<script" not in html
    assert body.count("<svg role") == 7  # target and correlation twice, two columns: 2 and 1
    names = re.findall(r' id="([^"]+)"', body)
    assert len(names) == len(set(names))
    assert "season of 7 steps" in html and "10 rows missing" in html
    assert not re.search(r"#[0-9a-f]{6}", body), "a colour is not themed"


def test_japanese(table):
    with speaking("ja"):
        html = inspect_page.render(of(table, target=("<a>",)))
    assert 'lang="ja"' in html
    body = re.sub(r"<style>.*?</style>|<pre>.*?</pre>|<[^>]*>", "", html, flags=re.DOTALL)
    assert not english(body.replace("recurra inspect", ""))


@pytest.mark.parametrize("data", ["digits", "probe:keyword", "probe:adding"])
def test_other_data_than_tables(data):
    html = inspect_page.render(of(data))
    assert "<svg role" in html and ("How to read it." in html) == (data != "probe:keyword")


def test_a_column_without_values_and_one_of_one_value():
    nothing = Along((1.0, 2.0), (np.nan,) * 2, (np.nan,) * 2, (np.nan,) * 2, (1.0, 1.0))
    svg = columns.along(Drawn("a", nothing), "rows", "n")
    assert "No values." in svg
    assert "<svg" in columns.distribution(Drawn("a", bars=Bars((0.5, 1.5), (3,))), "n")


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (86400 * 365 * 30, ("1970", "1980", "1990")),
        (86400 * 100, ("1970-01", "1970-02", "1970-03", "1970-04")),
        (86400 * 3, ("01-01", "01-02", "01-03", "01-04")),
        (3600 * 10, ("00:00", "03:00", "06:00", "09:00")),
        (40, ("00:00:00", "00:00:15", "00:00:30")),
    ],
)
def test_moments_are_round(seconds, wanted):
    assert columns.across("time", (0.0, float(seconds)), 4).labels == wanted
