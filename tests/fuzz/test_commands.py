"""`recurra cells fuzz` and `recurra cells check`, with a backend that is wrong and without."""

import pytest
from rich.cells import cell_len
from tests.japanese import english_in
from typer.testing import CliRunner

from recurra import words
from recurra.cli import app
from recurra.compiler.backends.reference import Reference
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.fuzz import campaign, held
from recurra.fuzz.campaign import Campaign
from recurra.fuzz.cell import executed


class Wrong(Reference):
    """Forgets a part of every gradient of cells that take a mean."""

    name = "wrong"

    def run(self, graph, *given):
        output, final = super().run(graph, *given)
        if any(n.op == "mean" for n in graph.nodes) and output.requires_grad:
            output.register_hook(lambda g: 0.5 * g)
        return output, final


class WrongTrees(TreeReference):
    """Takes every value for a little more than it is."""

    name = "wrong"

    def run(self, *given):
        return tuple(s * (1 + 1e-7) for s in super().run(*given))


@pytest.fixture
def wrong(monkeypatch):
    monkeypatch.setattr(campaign, "EVERY", (Reference(), Wrong()))
    monkeypatch.setattr(campaign, "EVERY_TREE", (TreeReference(), WrongTrees()))
    monkeypatch.setattr(held, "BACKENDS", (Reference(), Wrong()))
    monkeypatch.setattr(held, "TREE_BACKENDS", (TreeReference(), WrongTrees()))


def run(*arguments):
    return CliRunner().invoke(app, ["cells", *arguments])


def test_fuzz_prints_the_smallest_and_writes_it(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    number = next(n for n in range(99) if "mean(" in campaign.one(Campaign(99, 5), n).text)
    result = run("fuzz", "--count", str(number + 1), "--seed", "5", "--backend", "wrong")
    assert result.exit_code == 1
    assert f"{number + 1} random cells" in result.output and "1 cell wrong" in result.output
    text = (tmp_path / f"fuzz-5-{number}.py").read_text()
    small = executed(text)
    assert "mean(" in small.equations and small.equations in text
    assert len(small.graph().nodes) <= 14


def test_fuzz_where_all_is_right(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("fuzz", "--count", "5", "--seed", "3", "--backend", "reference")
    assert result.exit_code == 0 and "0 cells wrong" in result.output
    assert "5 random cells (5 on reference)" in result.output
    assert not list(tmp_path.iterdir())


def test_fuzz_of_trees(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("fuzz", "--trees", "--count", "2", "--backend", "wrong")
    assert result.exit_code == 1 and "children=" in result.output
    assert run("fuzz", "--trees", "--count", "2", "--backend", "reference").exit_code == 0


def test_fuzz_on_a_backend_that_is_not_there():
    result = run("fuzz", "--backend", "wrong")
    assert "unknown backend 'wrong'" in str(result.exception)


def test_which_cells_are_compiled():
    spread = [Campaign(10, 0, compiled=3).backend_of(n) for n in range(10)]
    assert spread.count("numba") == 3 and spread.count("statements") == 7
    assert {Campaign(4, 0, backend="reference").backend_of(n) for n in range(4)} == {"reference"}


MINE = """\
from recurra import cell
from recurra.ir import mean, tanh


@cell(states="h")
def mine(x, h, W, U):
    return tanh(W @ x + U @ h - mean(h))


@cell(states="h", children=2)
def two(x, left, right, W, U):
    return tanh(W @ x + U.l @ left.h + U.r @ right.h)
"""


def test_check_says_what_holds_and_what_does_not(wrong, tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    result = run("check", f"{tmp_path}/mine.py:mine")
    assert result.exit_code == 1
    lines = {line[:50].strip(): line for line in result.output.splitlines()}
    head = next(line for line in lines.values() if line.startswith("check"))
    columns = ["reference float64", "reference float32", "wrong float64", "wrong float32"]
    assert [c for c in columns if c in head] == columns
    entries = next(v for v in lines.values() if v.startswith("gradients, different")).split()
    assert entries.count("WRONG") == 2 and entries.count("holds") == 2
    assert "gradients, on wrong float64: gradient of x: differs by" in result.output
    assert "finite differences, on wrong float64: gradient" in result.output
    assert "with zoneout" in result.output and "checks of mine do not hold" in result.output


def test_check_of_a_tree_cell(wrong, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MINE)
    result = run("check", f"{tmp_path}/mine.py:two")
    assert result.exit_code == 1 and "values, on wrong float64: state 0: differs" in result.output
    monkeypatch.setattr(held, "TREE_BACKENDS", (TreeReference(),))
    result = run("check", f"{tmp_path}/mine.py:two")
    assert result.exit_code == 0 and "checks of two hold" in result.output


def test_check_in_japanese(wrong, tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    with words.speaking("ja"):
        result = run("check", f"{tmp_path}/mine.py:mine")
    assert result.exit_code == 1 and "一致しません" in result.output
    assert not english_in(result.output)
    head = next(line for line in result.output.splitlines() if line.startswith("検査項目"))
    entries = next(line for line in result.output.splitlines() if line.startswith("値  "))
    before, after = head.split("reference float64")[0], entries.split("一致")[0]
    assert cell_len(before) == cell_len(after)


def test_fuzz_in_japanese(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with words.speaking("ja"):
        result = run("fuzz", "--trees", "--count", "2", "--backend", "wrong")
    assert result.exit_code == 1 and "ランダムなセル2個" in result.output
    said = [line for line in result.output.splitlines() if "セル" in line]
    assert len(said) == 5 and not english_in("\n".join(said))


def test_check_where_a_backend_cannot_run(monkeypatch):
    class Unable(Reference):
        name = "unable"

        def reason_against(self, graph, device, dtype):
            return "it never can"

    monkeypatch.setattr(held, "BACKENDS", (Reference(), Unable()))
    result = run("check", "elman")
    assert result.exit_code == 0
    assert "not run on unable float32: it never can" in result.output
    assert "all" in result.output and "checks of elman hold" in result.output
