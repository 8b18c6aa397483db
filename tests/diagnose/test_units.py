"""Dead units, growing states and attributions where the answer is known."""

import numpy as np
import pytest
import torch
from tests.diagnose.known import batch, classifying, forecasting, forecasts, leaky

from recurra.diagnose import attribution, idle, states
from recurra.diagnose.subject import subject
from recurra.ir import cell, relu
from recurra.nn.batch import Batch


@cell(states="h")
def rectified(x, h, W, b):
    return relu(W @ x + b)


def with_dead(units):
    model = forecasting(rectified, units=10)
    with torch.no_grad():
        model.body.bias_l0.fill_(1.0)
        model.body.bias_l0[:units] = -100.0
    return subject(model, [batch()])


@pytest.mark.parametrize(("units", "verdict"), [(0, "healthy"), (3, "sick")])
def test_units_that_never_fire_are_dead(units, verdict):
    found = idle.find(with_dead(units))
    assert found.number == units / 10 and found.verdict == verdict
    assert str(found.answer).startswith(f"{units} dead and 0 idle of the 10 units of h")


def test_a_unit_that_hardly_moves_is_idle():
    given = with_dead(0)
    with torch.no_grad():
        given.model.body.weight_ih_l0[0] *= 1e-4
    assert idle.find(given).number == 0.1


def constant_input(keep, steps=200):
    x = torch.ones(steps, 8, 2, dtype=torch.float64)
    given = Batch(x, None, torch.zeros(8, 1, 1, dtype=torch.float64))
    return subject(forecasting(leaky.with_options(keep=keep)), [given])


def test_a_sum_doubles_and_a_leak_settles():
    adding = states.find(constant_input(1.0))
    assert adding.number == pytest.approx(2.0) and adding.verdict == "sick"
    leaking = states.find(constant_input(0.9))
    # two finite geometric sums, of 200 and of 100 terms
    assert leaking.number == pytest.approx(1.0 + 0.9**100) and leaking.verdict == "healthy"


def test_states_are_drawn_unit_by_unit():
    heat = states.find(constant_input(0.5, steps=9)).charts[1]
    assert heat.kind == "heat" and len(heat.table) == 3 and len(heat.table[0]) == 9


def test_integrated_gradients_of_a_linear_model_are_its_terms():
    """F is linear: a_i = x_i dF/dx_i, exactly, with any number of points."""
    model = forecasting(leaky.with_options(keep=0.5))
    given = batch(steps=6)
    found, error, points = attribution.integrated(model, given)
    weight = model.head.linear.weight @ model.body.weight_ih_l0  # [1,I]
    powers = 0.5 ** torch.arange(5, -1, -1, dtype=torch.float64)
    assert torch.allclose(found, given.x * weight[0] * powers[:, None, None], rtol=1e-9)
    assert error < 1e-12 and points == attribution.POINTS


def test_attributions_of_a_curved_model_add_up():
    model = classifying(rectified)
    given = batch(steps=5)
    labels = given._replace(target=(given.x[-1, :, 0] > 0).long())
    _, error, points = attribution.integrated(model, labels)
    assert error <= attribution.THRESHOLD and points <= attribution.MOST_POINTS


def test_occlusion_of_a_linear_model_is_the_same():
    model = forecasting(leaky.with_options(keep=0.5))
    given = batch(steps=6, lengths=[6, 3] * 8)
    where, blanked = attribution.occluded(model, given)
    terms, _, _ = attribution.integrated(model, given)
    assert where == (0, 1, 2, 3, 4, 5)
    assert np.allclose(blanked[::-1, 0], terms.sum(2)[:, 0])
    assert np.isnan(blanked[3:, 1]).all() and np.allclose(blanked[2::-1, 1], terms.sum(2)[:3, 1])


def test_half_of_a_fast_leak_lies_at_the_end():
    found = attribution.find(forecasts(leaky.with_options(keep=0.3), count=64))
    assert found.verdict == "healthy" and "in the last 1 of 12 steps" in str(found.answer)
