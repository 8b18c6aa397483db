"""TreeClassifier: brackets and pairs, clone and pickle, refusals."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone

from recurra import TreeClassifier
from recurra.errors import DataError, RecurraError
from recurra.words import speaking

X = [f"(S (A {word}) (B it))" for word in ("good", "bad") * 20]
Y = ["yes", "no"] * 20
QUICK = {"hidden_size": 4, "updates": 30, "embedding_size": 6, "random_state": 0}


@pytest.mark.parametrize("cell", ["rlstm", "childsum"])
def test_learns_and_travels(cell):
    network = TreeClassifier(cell, backend="reference", **QUICK).fit(X, Y)
    assert network.score(X, Y) == 1.0
    pairs = [([2, 2, -1], ["bad", "it", None]), ([-1], ["unheard"])]
    found = network.predict_proba(pairs)
    assert found.shape == (2, 2) and np.allclose(found.sum(1), 1)
    other = pickle.loads(pickle.dumps(network))
    assert np.array_equal(other.predict_proba(pairs), found)
    again = clone(network).fit(X, Y)
    assert np.array_equal(again.predict_proba(pairs), found)


def test_refused():
    network = TreeClassifier("childsum", backend="reference", **QUICK)
    with pytest.raises(ValueError, match="two classes"):
        network.fit(X, ["yes"] * 40)
    with pytest.raises(ValueError, match="40 trees and y 3"):
        network.fit(X, ["a", "b", "a"])
    with pytest.raises(RecurraError, match="tree 0 is neither"):
        network.fit([3, 4], ["a", "b"])
    with pytest.raises(RecurraError, match="tree 1 needs a parent"):
        network.fit([X[0], ([1, -1], ["a"])], ["a", "b"])
    with pytest.raises(DataError):
        network.fit(["(S (A good", "(S (A bad))"], ["a", "b"])


def test_refusals_are_said_in_japanese():
    network = TreeClassifier("childsum", backend="reference", **QUICK)
    given = {
        "木0: 括弧付きのテキスト、または親と単語の組で": [3, 4],
        "木1: 各ノードに、親と、単語またはNone": [X[0], ([1, -1], ["a"])],
        "木0: テキストに2本の木": ["(A good) (A bad)", "(A bad)"],
    }
    for expected, trees in given.items():
        with speaking("ja"), pytest.raises(RecurraError, match=expected):
            network.fit(trees, ["a", "b"])
