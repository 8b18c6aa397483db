"""Trees as a task: batches for trees and chains alike, labels of nodes, merged classes."""

import numpy as np
import pytest
import torch

from recurra.data import Trees
from recurra.data.bracketed import parse
from recurra.data.merge import merge
from recurra.data.trees import pack
from recurra.errors import DataError, SettingError
from recurra.nn import Recursive
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead
from recurra.nn.tree_model import TreeModel
from recurra.records import Source
from recurra.tasks import pose
from recurra.tasks.served import Network, served
from recurra.tasks.tree_answers import node_probabilities, tree_probabilities
from recurra.tasks.tree_classification import tree_classification


def made(texts) -> Trees:
    return pack("made", [parse(iter([text]))[0] for text in texts])


@pytest.fixture
def task():
    """40 trees; words w0 to w3, the class is that of the first word."""
    rng = np.random.default_rng(0)
    texts = []
    for k in range(40):
        a, b = rng.integers(0, 4, 2)
        texts.append(
            f"({k % 2} (0 w{k % 2}) (1 (0 w{a}) (1 w{b})))" if k % 5 else f"({k % 2} w{a})"
        )
    return tree_classification(made(texts))


def test_chains_and_trees_see_the_same_words(task):
    for batch in task.batches("train", 5, seed=3):
        words = batch.trees.tokens
        lengths = batch.lengths if batch.lengths is not None else [batch.x.shape[0]] * len(words)
        rows = [batch.x[: int(n), b] for b, n in enumerate(lengths)]
        assert torch.cat(rows).tolist() == words.tolist()
        assert (task.truth("train")[batch.index] == batch.target.numpy()).all()


def test_shuffled_by_seed_and_epoch_alone(task):
    def order(seed, epoch):
        return torch.cat([b.index for b in task.batches("train", 4, seed, epoch)]).tolist()

    assert order(1, 0) == order(1, 0) != order(1, 1)
    assert sorted(order(1, 0)) == list(range(len(task.truth("train"))))


def test_words_of_later_parts_are_unknown(task):
    known = set(np.concatenate(task.sequences("train")).ravel().tolist())
    for part in ("validation", "test"):
        assert set(np.concatenate(task.sequences(part)).ravel().tolist()) <= known | {0}


@pytest.mark.parametrize("cell", ["nary", "rlstm"])
def test_labels_of_all_nodes_teach(cell):
    every = tree_classification(made([f"({k % 2} (1 a) (0 b))" for k in range(20)]), every=True)
    body = Recursive(cell, every.input_size, 4)
    leaf = every.head(every.input_size) if cell == "rlstm" else None
    model = TreeModel(body, every.head(4), every.front(), leaf)
    batch = next(every.batches("train", 4, seed=0))
    assert len(batch.nodes) == 12
    model.loss(batch).backward()
    assert model.front.weight.grad.abs().sum() > 0
    single = model(batch._replace(trees=batch.trees.take(np.array([0]))))
    torch.testing.assert_close(single, model(batch)[:1])
    if leaf is not None:
        assert leaf.linear.weight.grad.abs().sum() > 0


def test_a_tree_of_one_node_is_its_word(task):
    body = Recursive("rlstm", task.input_size, 4)
    model = TreeModel(body, task.head(4), task.front(), task.head(task.input_size))
    for batch in task.batches("train", 8):
        single = torch.from_numpy(batch.trees.sizes == 1)
        vectors = model.front(batch.x[0])
        expected = model.leaf(vectors[single])
        torch.testing.assert_close(model(batch)[single], expected)


def test_predictions_and_baselines(task):
    body = Recursive("childsum", task.input_size, 4)
    model = TreeModel(body, task.head(4), task.front(), None)
    found = task.predictions(model, "test")
    assert found.shape == (len(task.truth("test")), 2) and np.allclose(found.sum(1), 1)
    for baseline in task.baselines():
        fitted = baseline.fit(task, 0)
        assert fitted.predict("test").shape == found.shape


@pytest.mark.parametrize("cell", ["nary", "rlstm"])
def test_every_node_is_answered(cell):
    """As a tree of its own, cut off at the node, would be at its root."""
    data = made(["(1 (0 a) (1 (0 b) (2 c)))", "(0 a)", "(2 (2 b) (1 a))"])
    leaf = ClassificationHead(5, 3) if cell == "rlstm" else None
    body = Recursive(cell, 5, 4, backend="reference")
    model = TreeModel(body, ClassificationHead(4, 3), Embedding(len(data.words), 5), leaf)
    data.label[2] = -1
    said, label, tree = node_probabilities(model, data)
    assert label.tolist() == [0, 0, 1, 1, 0, 2, 1, 2] and tree.tolist() == [0] * 4 + [1] + [2] * 3
    cut = made(["(0 a)", "(0 b)", "(1 (0 b) (2 c))", "(1 (0 a) (1 (0 b) (2 c)))", "(0 a)"])
    known = {word: k for k, word in enumerate(data.words)}
    cut.token[:] = [known[cut.words[t]] if t >= 0 else -1 for t in cut.token]
    assert np.allclose(said[:5], tree_probabilities(model, cut), rtol=1e-5)  # float32


def test_merged_labels():
    data = made(["(4 (0 a) (2 b))", "(2 c)", "(0 c)", "(1 d)"])
    found = merge(data, "negative=0,1 positive=4")
    assert found.classes == ("negative", "positive") and found.y.tolist() == [1, 0, 0]
    assert found.label.tolist() == [0, -1, 1, 0, 0]
    assert "1 tree with another root label is left out" in str(found.cleaned[-1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("negative", "cannot be read"),
        ("a=0 a=4", "cannot be read"),
        ("a=0 b=7", "unknown label"),
        ("a=0 b=0,4", "names a label twice"),
        ("a=0,1", "names one class"),
    ],
)
def test_merges_that_cannot_be(text, message):
    with pytest.raises(SettingError, match=message):
        merge(made(["(4 (0 a) (2 b))", "(1 c)"]), text)


def test_refused():
    data = made([f"({k % 2} (1 a) (0 b))" for k in range(20)])
    with pytest.raises(SettingError, match="is for a table over time"):
        pose(data, Source("x", task="forecasting"))
    with pytest.raises(DataError, match="one label"):
        tree_classification(made(["(1 a)"] * 20))


def test_new_trees_with_the_model_s_words(task, tmp_path):
    model = TreeModel(Recursive("nary", task.input_size, 4), task.head(4), task.front(), None)
    facts = task.facts()
    file = tmp_path / "new.trees"
    file.write_text("(0 (1 w1) (1 never))\n(1 w2)\n")
    said = served(facts, Network(model)).answer(Source(str(file)))
    assert said.columns == ("tree", "class", "p(0)", "p(1)") and len(said.rows) == 2
    count, table = served(facts, Network(model)).score(Source(str(file)))
    assert count == 2 and table[0][0].name == "accuracy"
    file.write_text("(7 w1)\n(1 w2)\n")
    with pytest.raises(SettingError, match="root of tree 1 has no label among 0, 1"):
        served(facts, Network(model)).score(Source(str(file)))
