"""The gradient ratio down trees whose gradient is known."""

import numpy as np
import pytest
import torch

from recurra.compiler.forest import Forest
from recurra.diagnose import tree_ratio
from recurra.ir import cell
from recurra.nn.recursive import Recursive


@cell(states="h", children=2)
def halves(left, right, W):
    """Linear: with W = w times the identity a leaf at depth d counts w^d times."""
    return W.l @ left.rep + W.r @ right.rep


def chain(depth):
    """A tree that leans to the left: two leaves at `depth`, then one at each depth above."""
    parent, token = [2, 2], [0, 1]
    for step in range(1, depth):
        inner = len(parent)
        parent += [inner + 2, inner + 2]
        token += [-1, step + 1]
    return [*parent, -1], [*token, -1]


def network(w):
    made = Recursive(halves, 3, 3, backend="reference", dtype=torch.float64)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(
                (w * torch.eye(3, dtype=torch.float64)).repeat(parameter.shape[0] // 3, 1)
            )
    return made


def inputs(forest):
    generator = torch.Generator().manual_seed(0)
    return torch.randn(len(forest.tokens), 3, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("w", [0.5, 0.9, 1.5])
def test_the_ratio_is_a_power_of_the_depth(w):
    forest = Forest.of([chain(6), chain(3)])
    found = tree_ratio.ratios(network(w), forest, inputs(forest), lambda h: h.square().sum(1))
    assert sorted(found.depth.tolist()) == sorted([1, 2, 3, 4, 5, 6, 6, 1, 2, 3, 3])
    assert np.allclose(found.ratio, w**found.depth, rtol=1e-12)


def test_depths_are_counted_from_the_root():
    forest = Forest.of([chain(2), ([-1], [4])])
    assert tree_ratio.depths(forest).tolist() == [2, 2, 1, 1, 0, 0]


@pytest.mark.parametrize(("w", "verdict"), [(0.4, "sick"), (0.9, "healthy"), (2.5, "sick")])
def test_verdicts(w, verdict):
    forest = Forest.of([chain(8)] * 8)
    found = tree_ratio.find(network(w), forest, inputs(forest), lambda h: h.sum(1))
    assert found.verdict == verdict
    assert found.number == pytest.approx(w**7, rel=1e-4)  # two roundings to five digits
