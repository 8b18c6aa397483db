"""Comparing on a treebank."""

import json

import numpy as np
import pytest

from recurra.comparison import architectures, compare, every_node, statistics
from recurra.comparison.store import Store
from recurra.data.read import gather
from recurra.errors import SettingError
from recurra.records import Recurrence, Source
from recurra.tasks import pose
from recurra.tasks.scores import find


@pytest.fixture
def treebank(tmp_path):
    """The class is that of the left word."""
    lines = [f"({k % 2} (0 w{k % 2}) (1 (0 x{k % 3}) (1 x{k % 5})))" for k in range(60)]
    file = tmp_path / "small.trees"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_cells_that_take_the_trees(treebank, tmp_path):
    task = pose(gather(Source(str(treebank))), Source(str(treebank)))
    assert architectures.default_cells(task) == (
        "rnn_tree", "rlstm", "nary", "childsum", "gru", "lstm",
    )  # fmt: skip
    wide = tmp_path / "wide.trees"
    wide.write_text("".join(f"({k % 2} (0 a) (1 b) (1 c{k % 2}))\n" for k in range(30)))
    task = pose(gather(Source(str(wide))), Source(str(wide)))
    assert architectures.default_cells(task) == ("childsum", "gru", "lstm")
    with pytest.raises(SettingError, match=r"binary trees.*but tree 0: node 3 of 4 has 3"):
        architectures.describe(["rlstm"], task, 4, "hidden")
    with pytest.raises(SettingError, match="'childsum' is for trees: recurrent dropout, zoneout"):
        architectures.describe(["gru", "childsum"], task, 4, "hidden", Recurrence(zoneout=0.1))
    architectures.describe(["gru"], task, 4, "hidden", Recurrence(zoneout=0.1))


def test_parameters_are_those_of_the_model(treebank):
    task = pose(gather(Source(str(treebank))), Source(str(treebank)))
    for one in architectures.describe(["rlstm", "childsum", "lstm"], task, 4, "hidden"):
        model = architectures.build(one, task, 0, "reference")
        assert sum(p.numel() for p in model.parameters()) == one.parameters


@pytest.mark.parametrize("name", ["accuracy", "balanced", "logloss"])
def test_scores_of_nodes_are_those_of_all_together(name, tmp_path):
    """Trees of several sizes: every node counts as much, whatever tree it is in."""
    rng = np.random.default_rng(0)
    tree = np.repeat(np.arange(30), rng.integers(1, 9, 30))
    label, said = rng.integers(0, 3, len(tree)), rng.dirichlet([1, 1, 1], (2, len(tree)))
    store = Store(tmp_path)
    for key, one in zip("ab", said, strict=True):
        store.put(key, "nodes", {"said": one, "label": label, "tree": tree})
    score = find(name, "classification")
    found = every_node.tested(score, store, ["a", "b", "none"], statistics.draw(30))
    assert np.allclose(found.seeds, [score.value(label, one) for one in said])
    assert found.drawn.std(axis=0).min() > 0 and found.units == 30


def test_no_nodes_no_score(tmp_path):
    draws = statistics.draw(30)
    assert (
        every_node.tested(find("accuracy", "classification"), Store(tmp_path), ["a"], draws) is None
    )


@pytest.mark.slow
def test_trees_from_the_beginning_to_the_report(treebank, tmp_path):
    results = compare(
        treebank, cells=["rlstm", "elman"], task="nodes", trials=1, seeds=2, hidden_size=4,
        backend="reference", workers=1, out=tmp_path / "run",
    )  # fmt: skip
    named = {s.architecture for s in results.standings}
    assert named == {"rlstm", "elman", "majority", "bag of words"}
    assert (tmp_path / "run" / "report.html").is_file()
    nodes = {s.architecture: s.nodes for s in results.standings}
    assert {name for name, found in nodes.items() if found is not None} == {"rlstm"}
    assert nodes["rlstm"].low <= nodes["rlstm"].value <= nodes["rlstm"].high
    assert 'id="nodes"' in (tmp_path / "run" / "report.html").read_text()
    manifest = json.loads((tmp_path / "run" / "best" / "manifest.json").read_text())
    assert manifest["task"]["words"][0] == "<unknown>"
