"""The largest Lyapunov exponent of networks whose Jacobians are known."""

import math

import numpy as np
import pytest
import torch
from tests.diagnose.known import batch, forecasting, forecasts, leaky, linear, stabilised, two

from recurra.diagnose.stability import exponents, find, growth
from recurra.diagnose.subject import subject
from recurra.diagnose.watch import passages


def test_the_exponent_of_a_leak_is_its_logarithm():
    each, steps = exponents(forecasts(leaky.with_options(keep=0.8)))
    assert np.allclose(each, math.log(0.8), rtol=1e-12)
    assert np.allclose(steps, math.log(0.8), rtol=1e-12)


def test_the_exponent_of_a_matrix_is_that_of_its_largest_eigenvalue():
    """After n steps of a symmetric matrix the direction is off by (0.5/0.9)^n at most."""
    model = forecasting(linear)
    turn, _ = torch.linalg.qr(torch.randn(3, 3, dtype=torch.float64))
    with torch.no_grad():
        model.body.weight_hh_l0.copy_(
            turn @ torch.diag(torch.tensor([0.9, 0.5, 0.1])).double() @ turn.T
        )
    each, _ = exponents(subject(model, [batch(steps=160)]))
    assert np.allclose(each, math.log(0.9), atol=(0.5 / 0.9) ** 20)


def test_memory_counts_and_a_stabiliser_does_not():
    for made in (two, stabilised):
        given = batch(steps=20)
        found = growth(passages(forecasting(made), given)[0])
        # from the second step back on all of the gradient is at c: it shrinks by 0.9
        assert np.allclose(found[:, 1:], math.log(0.9), rtol=1e-9)


def test_layers_of_a_stack_count_by_the_slowest():
    given = forecasts(leaky.with_options(keep=0.8), num_layers=2)
    with torch.no_grad():
        each, _ = exponents(given)
    assert np.allclose(each, math.log(0.8), rtol=1e-9)


def test_ragged_sequences_end_where_they_end():
    given = batch(lengths=[12, 1, 3, 12] * 4)
    found = growth(passages(forecasting(leaky), given)[0])
    assert np.isfinite(found[2, :3]).all() and np.isnan(found[2, 3:]).all()
    each, _ = exponents(subject(forecasting(leaky), [given]))
    assert np.allclose(each, math.log(0.5))


@pytest.mark.parametrize(("keep", "verdict"), [(0.5, "sick"), (0.9, "healthy"), (2.0, "sick")])
def test_verdicts(keep, verdict):
    found = find(forecasts(leaky.with_options(keep=keep)))
    assert found.verdict == verdict
    assert found.number == pytest.approx(math.log(keep))
    assert bool(found.advice) == (verdict == "sick")


def test_a_dead_network_has_a_finite_number():
    found = find(forecasts(leaky.with_options(keep=0.0)))
    assert found.verdict == "sick" and found.number == -1000
