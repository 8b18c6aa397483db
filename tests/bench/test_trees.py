"""The ways that trees are timed against compute what ours does."""

import json

import pytest
import torch
from typer.testing import CliRunner

from recurra.bench import trees as module
from recurra.bench.rivals import tree_lstm
from recurra.bench.trees import sentences, told, tree_times
from recurra.cells import TREE_NAMES, find
from recurra.cli.commands import bench_app
from recurra.compiler.tree_conformance import random_forest
from recurra.errors import DataError, SettingError
from recurra.nn import Forest, Recursive

FOREST = random_forest(find("nary"), trees=4, most=7, seed=0)
PAIR = [Forest.of([([2, 2, -1], [0, 1, -1])])] * 2


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(module, "interleaved", _once)


def _once(steps, *, rounds, calls, limit):
    return {k: module.Timing(1e-3, 1e-3, 0.0, rounds, 1) for k, step in steps.items() if not step()}


def test_node_by_node_is_the_same_network():
    own = Recursive("nary", 3, 5)
    x = torch.randn(len(FOREST.tokens), 3)
    torch.testing.assert_close(tree_lstm.by_node(own, FOREST)(x), own(FOREST, x).roots)


def test_the_package_is_the_same_network():
    pytest.importorskip("treelstm", reason="pytorch-tree-lstm is not installed")
    own = Recursive("childsum", 3, 5)
    x = torch.randn(len(FOREST.tokens), 3)
    torch.testing.assert_close(tree_lstm.by_package(own, FOREST)(x), own(FOREST, x).roots)


def test_times_are_of_the_same_trees(quick):
    conditions, times = tree_times(PAIR, units=3, seed=4, rounds=7)
    assert {t.cell for t in times} == set(TREE_NAMES)
    assert (conditions.trees, conditions.nodes, conditions.levels) == (2, 6, 2)
    assert (conditions.seed, conditions.threads, conditions.rounds) == (4, 1, 7)
    assert len(sentences(times)) == len(times)
    package = any(t.name == module.PACKAGE for t in times)
    assert package == (conditions.missing == ())


def test_what_is_not_installed_is_said(quick, monkeypatch):
    monkeypatch.setattr(tree_lstm, "package_missing", lambda: "it is not there")
    conditions, _ = tree_times(PAIR, units=3)
    assert told(conditions)[-1] == "not timed: it is not there"


def test_cells_that_do_not_take_the_trees_are_left_out(quick):
    conditions, times = tree_times([Forest.of([([3, 3, 3, -1], [0, 1, 2, -1])])], units=3)
    assert {t.cell for t in times} == {"childsum"}
    assert any(str(why).startswith("nary: tree 0: node 3") for why in conditions.missing)


def test_a_way_that_computes_something_else_is_not_timed(monkeypatch):
    monkeypatch.setattr(tree_lstm, "by_node", lambda network, forest: lambda x: x[:2, :3] * 2)
    with pytest.raises(SettingError, match="nary, node by node in torch: roots differ"):
        tree_times(PAIR, units=3)


def test_threads_are_as_before_afterwards(quick):
    before = torch.get_num_threads()
    conditions, _ = tree_times(PAIR, units=3, threads=before + 1)
    assert (conditions.threads, torch.get_num_threads()) == (before + 1, before)


def test_the_command_records_its_conditions(quick, tmp_path):
    path = tmp_path / "some.txt"
    path.write_text("(3 (2 good) (2 film))\n(1 (2 bad) (2 film))\n")
    arguments = ["trees", str(path), "--units", "3", "--threads", "2", "--seed", "5"]
    lines = CliRunner().invoke(bench_app, arguments).output.splitlines()
    assert "seed 5, 2 threads" in lines[2] and "7 rounds" in lines[3] and "torch" in lines[1]
    found = json.loads(CliRunner().invoke(bench_app, [*arguments, "--json"]).output)
    assert found["seed"] == 5 and found["machine"]["cpu"] and found["times"][0]["p50"] == 1e-3


@pytest.mark.parametrize(
    "name, text", [("README.md", "# a, b\nno tree\n"), ("a.csv", "t,y\n1,2\n")]
)
def test_a_file_without_trees_is_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    error = CliRunner().invoke(bench_app, ["trees", str(path)]).exception
    assert isinstance(error, DataError) and "this is no treebank" in str(error)
