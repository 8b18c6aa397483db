"""`recurra inspect`: the screen in both languages, the record, refusals."""

import json
import shlex

import pytest
from tests.data.engines import engines
from tests.words.left import english

from recurra import cli, words


@pytest.fixture
def recurra(monkeypatch, capsys):
    def run(*asked, code=0):
        monkeypatch.setattr("sys.argv", ["recurra", *map(str, asked)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        assert (stop.value.code or 0) == code, said.err
        return said.err if code else said.out

    return run


def test_the_screen_and_what_comes_next(recurra, tmp_path):
    path = engines(tmp_path)
    said = recurra("inspect", path, "--group", "engine").splitlines()
    assert said[0].startswith("engines.csv: CSV with ',' between columns, UTF-8; ")
    assert "Groups: 12 series by 'engine', " in "\n".join(said)
    assert any(line.split()[:3] == ["cycle", "whole", "number"] for line in said)
    typed = shlex.split(said[-2])
    assert typed[:3] == ["recurra", "compare", str(path)]
    assert typed[3:] == ["--target", "rul", "--task", "regression", "--group", "engine"]


def test_what_is_asked_of_each_step(recurra, tmp_path):
    path = engines(tmp_path)
    asked = ["--target", "rul", "--task", "regression", "--group", "engine"]
    said = recurra("inspect", path, *asked)
    assert "Question: regression of 'rul'" in said and "Groups: 12 of 'engine'" in said
    assert "each is in one part only" in said and "falls by one" not in said
    typed = shlex.split(said.splitlines()[-2])
    assert sorted(typed[3:]) == sorted(asked)
    page = tmp_path / "page.html"
    recurra("inspect", path, *asked, "--html", page)
    assert "<svg" in page.read_text(encoding="utf-8")
    trouble = recurra("inspect", path, "--label", "cycle", "--group", "engine")
    assert "Not yet possible: " in trouble and "Length" not in trouble


def test_japanese(recurra, tmp_path, monkeypatch):
    monkeypatch.setattr(words, "_of_process", None)  # and it is that again afterwards
    said = recurra("inspect", engines(tmp_path), "--language", "ja")
    own = [line for line in said.splitlines() if "recurra " not in line and "├" not in line]
    assert own[0].endswith("列") and not [e for line in own for e in english(line)]


def test_the_record(recurra, tmp_path):
    found = json.loads(recurra("inspect", engines(tmp_path), "--json"))
    assert found["candidates"][-1] == "rul" and found["tasks"][0] == "forecasting"
    assert set(found["tasks"][1:]) == {"classification", "regression", "counts", "positive"}
    assert {one["kind"] for one in found["suspicions"]} >= {"group", "falls", "sentinel"}
    assert all(isinstance(one["said"], str) for one in found["suspicions"])


@pytest.mark.parametrize("data", ["digits", "probe:keyword"])
def test_other_readers(recurra, data):
    said = recurra("inspect", data)
    assert "Question: classification" in said and f"recurra compare {data}" in said


def test_what_the_data_do_not_allow(recurra, tmp_path):
    path = engines(tmp_path)
    assert "regression" in recurra("inspect", path, "--task", "regression", code=2)
    assert "nosuch" in recurra("inspect", path, "--target", "nosuch", code=2)
    assert "nosuch.csv" in recurra("inspect", tmp_path / "nosuch.csv", code=2)


def test_pictures(recurra, tmp_path):
    path, page = engines(tmp_path), tmp_path / "page.html"
    said = recurra("inspect", path, "--group", "engine", "--html", page)
    assert said.splitlines()[-1] == f"Pictures: {page}" and "<svg" in page.read_text("utf-8")
    assert json.loads(recurra("inspect", path, "--json", "--html", page))["portrait"] is None


def test_where_pictures_cannot_be_written(recurra, tmp_path):
    path = engines(tmp_path)
    assert "is a folder" in recurra("inspect", path, "--html", tmp_path, code=2)
    nowhere = tmp_path / "no" / "page.html"
    assert "its folder does not exist" in recurra("inspect", path, "--html", nowhere, code=2)
