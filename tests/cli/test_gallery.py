"""The gallery of cells as text, and its page of the documentation."""

import json
from pathlib import Path

import pytest

import recurra
from recurra import cells, cli
from recurra.cli import gallery
from recurra.compiler.facts import facts

PAGE = Path(recurra.__file__).parents[2] / gallery.FILE
EVERY = (*cells.NAMES, *cells.TREE_NAMES)


@pytest.fixture
def said(monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr("sys.argv", ["recurra", "cells", *words])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert not stop.value.code
        return capsys.readouterr().out

    return run


def test_the_page_is_up_to_date():
    """After a change of a cell: recurra cells list --markdown > docs/cells.md"""
    assert PAGE.read_text(encoding="utf-8") == gallery.markdown(gallery.described())


def test_the_page_names_every_cell_and_file():
    page = PAGE.read_text(encoding="utf-8")
    for name in EVERY:
        assert f"\n### {name}\n" in page and f"| [`{name}`](#{name}) |" in page
    for file in (PAGE.parents[1] / "src" / "recurra" / "cells").glob("[a-z]*.py"):
        assert (f"src/recurra/cells/{file.name}" in page) == (
            file.name not in ("find.py", "pickled.py")
        ), file.name


def test_the_whole_gallery(said):
    text = said()
    assert "\nlstm4a\n" in text and "    c = f * c + i * g" in text
    assert "once: " in text and "in the loop: no matrix product" in text


def test_declared_starts_are_shown(said):
    assert "starts              b.z = forget_bias, zeta = 1, nu = -4\n" in said("show", "fastgrnn")
    assert "starts  " not in said("show", "elman")


def test_list(said, monkeypatch):
    for columns in (60, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = said("list").splitlines()[1 : 1 + len(EVERY)]
        assert [line.split()[0].rstrip("*") for line in lines] == list(EVERY)
        assert ("torch" in lines[0]) == (columns == 120) and max(map(len, lines)) <= 120


def test_markdown(said):
    assert said("list", "--markdown") == PAGE.read_text(encoding="utf-8")


def test_json(said):
    found = {f["name"]: f for f in json.loads(said("list", "--json", "--hidden-size", "10"))}
    assert tuple(found) == EVERY
    assert found["lstm"]["states"] == {"h": 10, "c": 10}
    assert found["lstm"]["parameters"] == 4 * (280 + 100 + 10)
    assert found["lstm6"]["options"]["f"] == 0.4
    shown = json.loads(said("show", "lstm6(f=0.59)", "--json"))
    assert shown["options"]["f"] == 0.59 and shown["inside"] == "n²"


def test_facts_of_a_cell_that_projects():
    found = facts(cells.find("mut1"), 7, 5)
    assert found.projects == ("x",) and found.parameters == 7 * 5 + 4 * 25 + 3 * 5
    assert "projected" in gallery.page(found)


def test_home_is_the_file_that_makes_the_cell():
    assert cells.find("relunplstm").home == "recurra.cells.breuel"
    assert cells.find("np(gate='hard_sigmoid')").home == "recurra.cells.odyssey"


@pytest.mark.parametrize("name", cells.TREE_NAMES)
def test_the_code_of_a_cell_for_trees_is_shown(said, name):
    shown = said("show", name, "--backend", "numba")
    assert shown.count("\ndef levels(") == 2
    assert "forward over the levels" in shown and "backward over the levels" in shown
    assert "return (" in said("show", name, "--backend", "reference")
