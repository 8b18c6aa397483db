"""Gates, time constants and ablation where the answer is known."""

import math

import numpy as np
import pytest
import torch
from tests.diagnose.known import (
    batch,
    classifying,
    forecasting,
    forecasts,
    gated,
    leaky,
    linear,
    stabilised,
    two,
)

from recurra.diagnose import ablation, gates, time_constants
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.subject import subject
from recurra.nn.batch import Batch


def gate_model(forget, input_bias=0.0):
    model = forecasting(gated)
    with torch.no_grad():
        for parameter in model.body.parameters():
            if parameter.dim() == 1:
                parameter.zero_()
        fill(model, "f", forget)
        fill(model, "b.i", input_bias)
    return model


def fill(model, name, value):
    layer = model.body._layers[0]
    group, rows = layer.rows(name)
    getattr(model.body, group + layer.suffix)[rows] = value


def test_a_constant_gate_is_open_as_its_bias_says():
    model = gate_model(math.log(4.0))
    found = {g.name: g for g in gates.measure(model, (batch(),))}
    assert found["keep"].mean.tolist() == pytest.approx([0.8] * 3)
    assert found["keep"].shut.tolist() == [0, 0, 0] == found["keep"].open.tolist()


def test_a_shut_gate_is_found():
    given = subject(gate_model(-5.0), [batch()])
    found = gates.find(given)
    assert found.number == 0.5 and found.verdict == "sick"  # one of two gates, all its units
    assert gates.find(subject(gate_model(0.0), [batch()])).verdict == "healthy"


def test_padding_does_not_count():
    model = gate_model(0.0)
    given = batch(lengths=[1] * 15 + [12])
    mean = {g.name: g.mean for g in gates.measure(model, (given,))}["i"]
    layer = model.body._layers[0]
    group, rows = layer.rows("W.i")
    weight = getattr(model.body, group + layer.suffix)[rows]
    real = torch.cat([given.x[0], given.x[1:, 15]])
    assert torch.allclose(mean, torch.sigmoid(real @ weight.T).mean(0))


def test_time_constants_of_leaks():
    for keep in (0.5, 0.9):
        found = time_constants.constants(forecasting(leaky.with_options(keep=keep)), (batch(),))
        assert np.allclose(found["h"], -1 / math.log(keep))


def test_a_network_with_zoneout_is_watched_as_it_predicts():
    """h_t = p h_(t-1) + (1 - p) (keep h_(t-1) + W x_t): it keeps p + (1 - p) keep."""
    model = forecasting(leaky.with_options(keep=0.5), zoneout=0.2)
    found = time_constants.constants(model, (batch(),))
    assert np.allclose(found["h"], -1 / math.log(0.2 + 0.8 * 0.5))
    zoned = forecasts(stabilised, zoneout=0.2)
    assert list(time_constants.constants(zoned.model, zoned.batches)) == ["h", "c"]
    assert {f.key for f in ask(zoned)} == set(QUESTIONS)


def test_time_constants_follow_the_memory_and_leave_out_what_has_no_direct_path():
    assert list(time_constants.constants(forecasting(stabilised), (batch(),))) == ["c"]
    found = time_constants.find(forecasts(two, steps=12))
    assert found.number == pytest.approx(-1 / math.log(0.9)) and found.verdict == "healthy"
    assert time_constants.find(forecasts(two, steps=200)).verdict == "sick"
    assert time_constants.find(forecasts(linear)).number is None


def test_a_memory_that_keeps_all_lasts_for_ever():
    found = time_constants.find(forecasts(leaky.with_options(keep=1.0)))
    assert found.number == math.inf and found.verdict == "healthy"


def test_a_gate_that_never_moves_costs_nothing_when_fixed():
    given = subject(gate_model(0.0), [batch()])
    found = {loss.gate: loss for loss in ablation.losses(given)}
    keep = found["keep"]  # equal up to the rounding of sums of float64
    assert (keep.value, keep.low, keep.high) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)
    assert found["i"].value != 0.0


def test_the_gate_that_decides_cannot_be_dropped():
    """The class is whether the input gate opened at the last step: without it there is none."""
    model = classifying(gated)
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(4, 200, 2, generator=generator, dtype=torch.float64)
    target = (x[-1, :, 0] > 0).long()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        layer = model.body._layers[0]
        group, rows = layer.rows("W.i")
        getattr(model.body, group + layer.suffix)[rows] = torch.tensor([8.0, 0.0]).double()
        fill(model, "b.g", 3.0)
        fill(model, "f", -9.0)
        model.head.linear.weight.copy_(torch.tensor([[-1.0] * 3, [1.0] * 3]))
        model.head.linear.bias.copy_(torch.tensor([1.5, -1.5]))
    found = {g.gate: g for g in ablation.losses(subject(model, [Batch(x, None, target)]))}
    assert found["i"].value > 0.3 and found["i"].low > ablation.MARGIN
    assert abs(found["keep"].value) < ablation.MARGIN


def test_a_cell_without_gates_says_so():
    for diagnosis in (gates, ablation):
        found = diagnosis.find(forecasts(linear))
        assert found.number is None and found.verdict == "open" and "no gate" in str(found.answer)
