"""What the language says of a tree's nodes: level by level as node by node."""

import pytest

from recurra.compiler.backends.tree_reference import TreeReference
from recurra.compiler.tree_conformance import TREE_CHECKS, problem, random_forest
from recurra.ir import block, cell, softmax, sum, tanh, total


@cell(states="h", children=2)
def pairs(left, right, W, U, b):
    """Both kinds of child by a transpose, slices of both children."""
    near = left.h[0:2] * right.h[2:4] - left.h[2:4]
    return tanh(W.T @ left.rep + (W - 0.5 * U.T) @ right.rep + U.s @ near + b)


@cell(states="h", children="any")
def attention(x, children, W, U, b):
    """A share for each child and head, blocks transposed, powers of one child's values."""
    U = block(U, 2)
    key = tanh(W.k @ x + b.k)
    summed = total(softmax(U.q.T @ k.h + key, 2) * k.h - sum(k.h * key) * k.h**3 for k in children)
    return tanh(W.h @ x + (U.h + U.h.T) @ summed + b.h)


@pytest.mark.parametrize("check", TREE_CHECKS)
@pytest.mark.parametrize("own", [pairs, attention], ids=lambda c: c.name)
def test_trees(own, check):
    drawn = problem(own, random_forest(own, 5, 7, seed=3), width=4, hidden=6)
    TREE_CHECKS[check](TreeReference(), drawn)
