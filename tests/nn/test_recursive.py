"""Recursive: shapes, refusals, and the arrays of a forest."""

import numpy as np
import pytest
import torch
from tests.japanese import english_in

from recurra import nn
from recurra.compiler.conformance import same, tolerance
from recurra.compiler.forest import levels
from recurra.errors import DataError, SettingError
from recurra.nn import Forest


def test_output_states_and_roots():
    network = nn.Recursive("rlstm", 3, 5)
    forest = Forest.of([([2, 2, -1], [4, 5, -1]), ([-1], [6])])
    found = network(forest, torch.randn(3, 3))
    assert found.output.shape == (4, 5) and len(found.states) == 2
    assert torch.equal(found.roots, found.output[[2, 3]])
    assert (found.output[[0, 1, 3]] == 0).all()  # leaves are inputs: they compute nothing
    assert "reference" in network.explain() or "numba" in network.explain()


def test_same_generator_same_weights():
    a, b = (nn.Recursive("nary", 3, 5, generator=torch.Generator().manual_seed(4)) for _ in "ab")
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))


@pytest.mark.parametrize(
    ("cell", "tree", "message"),
    [
        ("rlstm", ([3, 3, 3, -1], [0, 1, 2, -1]), "node 3 of 4 has 3 child.*binary trees"),
        ("rlstm", ([1, -1], [0, -1]), "node 1 of 2 has 1 child"),
        ("rlstm", ([2, 2, -1], [0, 1, 2]), "node 2 of 3 has an input of its own.*leaves alone"),
        ("rlstm", ([2, 2, -1], [0, -1, -1]), "node 1 of 3 has no input, though it is a leaf"),
        ("nary", ([3, 3, 3, -1], [0, 1, 2, -1]), "tree 1: node 3 of 4 has 3 child.*at most 2"),
    ],
)
def test_trees_that_a_cell_does_not_take(cell, tree, message):
    network = nn.Recursive(cell, 3, 5)
    forest = Forest.of([([-1], [0]), tree])
    with pytest.raises(DataError, match=message) as caught:
        network(forest, torch.zeros(len(forest.tokens), 3))
    assert not english_in(caught.value)


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (([2, 0, -1], [0, 1, 2]), "node 1 of 3 has the parent 0.*before their parents"),
        (([2, 2, 2], [0, 1, 2]), "node 2 of 3 has the parent 2"),
        (([-1, 2, -1], [0, 1, 2]), "node 0 of 3 has the parent -1"),
        (([5, 2, -1], [0, 1, 2]), "node 0 of 3 has the parent 5"),
        (([1, -1], [0]), "at least one node"),
        (([], []), "at least one node"),
    ],
)
def test_no_tree(tree, message):
    with pytest.raises(DataError, match=message) as caught:
        Forest.of([tree])
    assert not english_in(caught.value)


def test_settings():
    with pytest.raises(SettingError, match=r"chains: use recurra\.nn.Recurrent"):
        nn.Recursive("lstm", 3, 5)
    with pytest.raises(SettingError, match=r"trees: use recurra\.nn.Recursive"):
        nn.Recurrent("nary", 3, 5)
    with pytest.raises(SettingError, match="at least 1"):
        nn.Recursive("nary", 0, 5)
    with pytest.raises(SettingError, match="unknown backend"):
        nn.Recursive("nary", 3, 5, backend="nimba").explain()
    with pytest.raises(SettingError, match=r"expected \(2, 3\)"):
        nn.Recursive("nary", 3, 5)(Forest.of([([2, 2, -1], [0, 1, -1])]), torch.zeros(3, 3))
    with pytest.raises(SettingError, match="at least one tree"):
        Forest.of([])


def test_gradients_to_be_differentiated_where_the_input_depends_on_the_weights():
    """What comes by way of the input is counted once."""
    forest = Forest.of([([2, 2, -1], [0, 1, -1])])
    both = []
    for backend in ("reference", "numba"):
        generator = torch.Generator().manual_seed(4)
        network = nn.Recursive(
            "nary", 3, 3, generator=generator, dtype=torch.float64, backend=backend
        )
        weights = list(network.parameters())
        first = network(forest, torch.full((2, 3), 0.3, dtype=torch.float64)).output
        loss = network(forest, first[:2]).roots.sum()
        both.append(torch.autograd.grad(loss, weights, create_graph=True))
    same(both[1], both[0], tolerance(torch.float64, 4, 4 * 6), "gradient")


def test_levels():
    forest = Forest.of([([2, 2, 4, 4, -1], [0, 1, -1, 2, -1]), ([2, 2, -1], [3, 4, -1])])
    assert forest.height.tolist() == [0, 0, 1, 0, 2, 0, 0, 1]
    assert forest.place.tolist() == [0, 1, 0, 1, 0, 0, 1, 0]
    assert forest.children.tolist() == [0, 0, 2, 0, 2, 0, 0, 2]
    for arity in (2, -1):
        made = levels(forest, arity)
        assert made.bounds.tolist() == [0, 5, 7, 8]
        assert (made.order[made.row] == np.arange(8)).all()
        filled = np.sort(made.slot[made.slot >= 0])
        assert len(set(filled.tolist())) == len(filled) == 6
        for row, node in enumerate(made.order):
            own = range(made.first_slot[row], made.first_slot[row + 1])
            inside = [made.order[np.flatnonzero(made.slot == s)[0]] for s in own if s in filled]
            assert inside == np.flatnonzero(forest.parent == node).tolist()
