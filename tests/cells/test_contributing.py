"""The cell and the test that CONTRIBUTING.md shows are a cell and a test."""

import re
from pathlib import Path

import pytest
from tests.cells import transcription

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """The blocks of Python under "Add a cell"; the first is a file in the current folder."""
    text = PAGE.read_text()
    section = re.split(r"^## ", text.partition("## Add a cell")[2], flags=re.M)[0]
    cell, test = re.findall(r"^```python\n(.*?)^```", section, flags=re.M | re.S)
    (tmp_path / "ugrnn.py").write_text(cell)
    monkeypatch.chdir(tmp_path)
    return test


def run(test, monkeypatch):
    """The test as shown, of the cell in the file."""
    held = transcription.held
    monkeypatch.setattr(transcription, "held", lambda n, step: held(f"./{n}.py:{n}", step))
    names: dict = {}
    exec(compile(test, str(PAGE), "exec"), names)
    names["test_ugrnn"]()


def test_the_cell_as_shown_does_what_the_test_as_shown_says(shown, monkeypatch):
    run(shown, monkeypatch)


def test_the_test_as_shown_sees_a_difference(shown, monkeypatch):
    cell = Path("ugrnn.py")
    cell.write_text(cell.read_text().replace("g * h + (1 - g) * c", "g * c + (1 - g) * h"))
    with pytest.raises(AssertionError, match="output or final state"):
        run(shown, monkeypatch)
