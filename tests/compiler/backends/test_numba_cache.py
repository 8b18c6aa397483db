"""Generated code on disk."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import recurra
from recurra.compiler.backends.numba.machine import cache

TEXT = "from numba import njit\n\n\n@njit(cache=True)\ndef answer():\n    return {}\n"


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RECURRA_CACHE", str(tmp_path / "cache"))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


def test_text_is_kept_by_content(own_folder):
    first = cache.module("one", TEXT.format(1))
    other = cache.module("one", TEXT.format(2))
    assert (first.answer(), other.answer()) == (1, 2)
    assert len(list(own_folder.glob("one_*.py"))) == 2
    assert cache.module("one", TEXT.format(1)) is first
    assert list(own_folder.glob("__pycache__/one_*.nbi"))


def test_folder_that_cannot_be_written(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("RECURRA_CACHE", str(blocked / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    cache.folder.cache_clear()
    with pytest.warns(RuntimeWarning, match="cannot write to .*RECURRA_CACHE"):
        found = cache.folder()
    assert found.is_dir() and tmp_path in found.parents
    assert cache.folder() == found  # said once
    cache.folder.cache_clear()


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    cache.write(tmp_path / "a", b"old")
    cache.write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").stat().st_mtime == 0


PROGRAM = """
import torch
from recurra import cells
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.conformance import Case, problem
drawn = problem(cells.find("elman"), Case(2, 1, 1, 1, dtype=torch.float32))
with torch.no_grad():
    print(float(drawn.run(Numba())[0][-1, 0, 0]))
"""


@pytest.mark.slow
def test_an_edited_primitive_changes_the_result(tmp_path):
    """numba itself would not notice that a function called by a kept one has changed."""
    copy = tmp_path / "src"
    shutil.copytree(Path(recurra.__file__).parent, copy / "recurra")
    environment = {**os.environ, "PYTHONPATH": str(copy), "RECURRA_CACHE": str(tmp_path / "cache")}

    def run():
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        return float(done.stdout)

    before = run()
    assert run() == before
    formulas = copy / "recurra" / "compiler" / "backends" / "numba" / "machine" / "formulas.py"
    text = formulas.read_text()
    edited = re.sub(r"return \(e / \(e \+ 2\.0\)\)", "return (e / (e + 4.0))", text)
    assert edited != text
    formulas.write_text(edited)
    assert run() != before
