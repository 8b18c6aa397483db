"""Comparing on a treebank."""

import json

import pytest

from recurra.comparison import architectures, compare
from recurra.data.read import gather
from recurra.errors import SettingError
from recurra.records import Source
from recurra.tasks import pose


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


def test_parameters_are_those_of_the_model(treebank):
    task = pose(gather(Source(str(treebank))), Source(str(treebank)))
    for one in architectures.describe(["rlstm", "childsum", "lstm"], task, 4, "hidden"):
        model = architectures.build(one, task, 0, "reference")
        assert sum(p.numel() for p in model.parameters()) == one.parameters


@pytest.mark.slow
def test_trees_from_the_beginning_to_the_report(treebank, tmp_path):
    results = compare(
        treebank, cells=["rlstm", "elman"], task="nodes", trials=1, seeds=2, hidden_size=4,
        backend="reference", workers=1, out=tmp_path / "run",
    )  # fmt: skip
    named = {s.architecture for s in results.standings}
    assert named == {"rlstm", "elman", "majority", "bag of words"}
    assert (tmp_path / "run" / "report.html").is_file()
    manifest = json.loads((tmp_path / "run" / "best" / "manifest.json").read_text())
    assert manifest["task"]["words"][0] == "<unknown>"
