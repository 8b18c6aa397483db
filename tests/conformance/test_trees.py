"""Every tree cell x every way of running it x what each must hold."""

import numpy as np
import pytest
import torch
from tests.compiler.odd_tree_cells import ODD_TREES

from recurra import cells
from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.forest import Forest
from recurra.compiler.tree_backend import TREE_BACKENDS
from recurra.compiler.tree_conformance import (
    TREE_CHECKS,
    bound,
    by_recursion,
    check_gradients,
    check_values,
    problem,
    random_forest,
)

ALL = [*cells.TREE_NAMES, "nary(cross=False)", "rlstm(nonlinearity='relu')"]


@pytest.fixture(autouse=True)
def poisoned(monkeypatch):
    """Kernels' memory is not a number before they write it."""
    monkeypatch.setattr(memory, "POISON", True)


@pytest.fixture(params=TREE_BACKENDS, ids=lambda b: b.name)
def backend(request):
    return request.param


@pytest.mark.parametrize("spec", ALL)
@pytest.mark.parametrize("check", TREE_CHECKS)
def test_cell_on_backend(backend, spec, check):
    cell = cells.find(spec)
    reason = backend.reason_against(cell.graph(), torch.device("cpu"), torch.float64)
    if reason:
        pytest.skip(reason)
    TREE_CHECKS[check](backend, problem(cell, random_forest(cell, trees=4, most=6, seed=1)))


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALL)
def test_sizes_and_types(backend, spec):
    cell = cells.find(spec)
    for dtype, hidden, seed in ((torch.float32, 17, 2), (torch.float64, 33, 3)):
        forest = random_forest(cell, trees=3, most=12, seed=seed)
        drawn = problem(cell, forest, width=7, hidden=hidden, dtype=dtype)
        check_values(backend, drawn)
        check_gradients(backend, drawn)


@pytest.mark.parametrize("spec", ALL)
def test_single_nodes_and_wide_and_mixed(backend, spec):
    cell = cells.find(spec)
    single = ([-1], [0])
    check_values(backend, problem(cell, Forest.of([single])))
    check_gradients(backend, problem(cell, Forest.of([single, single])))
    if cell.graph().children == ("each",):
        wide = ([300] * 300 + [-1], np.arange(301))
        mixed = problem(cell, Forest.of([single, wide, ([2, 2, -1], [0, -1, 1])]))
        check_values(backend, mixed)
        check_gradients(backend, mixed)


def chain(cell, length):
    """The deepest tree a cell takes."""
    if cell.graph().children == ("each",) or not cell.graph().at_leaves:
        return [*range(1, length), -1], list(range(length))
    parent = [2, 2]  # two leaves, then a leaf and a node in turn
    while len(parent) < length - 1:
        at = len(parent)
        parent += [at + 2, at + 2]
    parent.append(-1)
    count = len(parent)
    token = [0 if n < 2 or n % 2 else -1 for n in range(count)]
    return parent, token


@pytest.mark.parametrize(
    "spec", [pytest.param(n, marks=pytest.mark.slow) for n in cells.TREE_NAMES]
)
def test_ten_thousand_nodes_deep(backend, spec):
    cell = cells.find(spec)
    length = 2001 if backend.name == "reference" else 10_000  # torch: a millisecond a level
    drawn = problem(cell, Forest.of([chain(cell, length)]))
    states = drawn.run(backend)
    found = torch.autograd.grad(states[0][-1].sum(), drawn.leaves())
    assert all(torch.isfinite(g).all() for g in (*states, *found))


def test_a_deep_tree_needs_no_recursion():
    cell = cells.find("nary")
    drawn = problem(cell, Forest.of([chain(cell, 10_000)]))
    found = torch.autograd.grad(drawn.run(TREE_BACKENDS[0])[0][-1].sum(), drawn.leaves())
    assert all(torch.isfinite(g).all() for g in found)


def test_a_wrong_backend_is_caught():
    class Wrong(type(TREE_BACKENDS[-1])):
        def run(self, *given):
            first, *rest = super().run(*given)
            return first * (1 + 1e-9), *rest

    drawn = problem(cells.find("nary"), random_forest(cells.find("nary"), 2, 6, 0))
    with pytest.raises(AssertionError, match="differs"):
        check_values(Wrong(), drawn)


def test_chains_are_degenerate_trees():
    """On a chain with an input at every node a Tree-LSTM with one child is the LSTM."""
    forest = Forest.of([chain(cells.find("nary"), 9)])
    torch.manual_seed(0)
    lstm = torch.nn.LSTM(3, 5, dtype=torch.float64)
    x = torch.randn(9, 3, dtype=torch.float64)
    expected, _ = lstm(x)
    own = dict(zip("ifgo", lstm.weight_hh_l0.chunk(4), strict=True))
    inputs = dict(zip("ifgo", lstm.weight_ih_l0.chunk(4), strict=True))
    biases = dict(zip("ifgo", (lstm.bias_ih_l0 + lstm.bias_hh_l0).chunk(4), strict=True))
    gates = {"i": "i", "f": "f", "g": "u", "o": "o"}
    for name in ("nary", "childsum"):
        drawn = problem(cells.find(name), forest)
        with torch.no_grad():
            for group in drawn.graph.groups:
                parts = drawn.weights[group.name].view(len(group.params), 5, -1)
                for row, param in zip(parts, group.params, strict=True):
                    gate = param.split(".")[1]
                    mine = next(g for g, theirs in gates.items() if theirs == gate)
                    source = inputs if param[0] == "W" else own if param[0] == "U" else biases
                    row.copy_(source[mine].reshape(row.shape))
            drawn.x.copy_(x)
            h, _ = drawn.run(TREE_BACKENDS[-1])
        assert torch.allclose(h, expected, atol=bound(drawn), rtol=0)


def test_the_recursion_itself_by_hand():
    """p = tanh(W_l x_1 + W_r (tanh(...)) + b), written out."""
    cell = cells.find("rnn_tree")
    drawn = problem(cell, Forest.of([([4, 3, 3, 4, -1], [0, 1, 2, -1, -1])]))
    w, u, b = (drawn.weights[k] for k in ("weight_ih", "weight_hh", "bias"))
    a, c, d = drawn.x
    inner = torch.tanh(w[:5] @ c + w[5:] @ d + b)
    root = torch.tanh(w[:5] @ a + u[5:] @ inner + b)
    (states,) = by_recursion(drawn)
    assert torch.allclose(states[3], inner) and torch.allclose(states[4], root)
    assert (states[:3] == 0).all()


QUICK = ("normed_pair", "heads", "of_parameters")


@pytest.mark.parametrize(
    "name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in ODD_TREES]
)
def test_odd_cells_have_kernels(name):
    """Means over units, block-diagonal matrices and values of parameters alone."""
    cell, backend = ODD_TREES[name], TREE_BACKENDS[0]
    assert backend.reason_against(cell.graph(), torch.device("cpu"), torch.float64) == ""
    forest = random_forest(cell, trees=4, most=6, seed=1)
    for check in TREE_CHECKS.values():
        check(backend, problem(cell, forest, width=6, hidden=6))
    drawn = problem(cell, forest, width=39, hidden=39)
    check_values(backend, drawn)
    check_gradients(backend, drawn)
