"""The gradient ratio down trees whose gradient is known."""

import numpy as np
import pytest
import torch
from tests.diagnose.known_trees import chain, examined, network

from recurra.compiler.forest import Forest
from recurra.diagnose import tree_gradient_ratio


def inputs(forest):
    generator = torch.Generator().manual_seed(0)
    return torch.randn(len(forest.tokens), 3, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("w", [0.5, 0.9, 1.5])
def test_the_ratio_is_a_power_of_the_depth(w):
    forest = Forest.of([chain(6), chain(3)])
    found = tree_gradient_ratio.ratios(
        network(w), forest, inputs(forest), lambda h: h.square().sum(1)
    )
    assert sorted(found.depth.tolist()) == sorted([1, 2, 3, 4, 5, 6, 6, 1, 2, 3, 3])
    assert np.allclose(found.ratio, w**found.depth, rtol=1e-12)


def test_depths_are_counted_from_the_root():
    forest = Forest.of([chain(2), ([-1], [4])])
    assert forest.depth.tolist() == [2, 2, 1, 1, 0, 0]
    assert forest.tree.tolist() == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(("w", "verdict"), [(0.4, "sick"), (0.9, "healthy"), (2.5, "sick")])
def test_verdicts(w, verdict):
    found = tree_gradient_ratio.find(examined(network(w), [chain(8)] * 8))
    assert found.verdict == verdict
    assert found.number == pytest.approx(w**8, rel=1e-4)  # five digits are kept


def test_a_network_is_asked_as_the_body_of_a_model():
    """The states of a leaf that is an input are that input: both ratios are the same there."""
    given = examined(network(0.7), [chain(5), chain(3)])
    inputs, states = tree_gradient_ratio.of_model(given.model, given.batches)
    assert np.allclose(inputs.ratio, 0.7**inputs.depth, rtol=1e-12)
    assert np.allclose(states.ratio, 0.7**states.depth, rtol=1e-12)
    assert np.allclose(tree_gradient_ratio.at_the_bottom(states), [0.7**5, 0.7**3])
    table = tree_gradient_ratio.by_column(states)
    assert np.isfinite(table).sum(0).tolist() == [2, 4, 4, 4, 2, 2]
