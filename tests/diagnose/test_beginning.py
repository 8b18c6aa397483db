"""What gates and states are before anything is learned, where it is known."""

import math

import pytest
import torch
from tests.diagnose.known import batch, forecasting, gated, leaky, linear

from recurra.cells import find
from recurra.diagnose import beginning, gates
from recurra.diagnose.subject import subject


def logistic(value):
    return 1 / (1 + math.exp(-value))


@pytest.mark.parametrize(("cell", "state"), [("lstm3", "c"), ("lstm", "c"), ("gru", "h")])
def test_a_forget_bias_opens_the_forget_path_to_its_logistic(cell, state):
    """Where the rest of the pre-activation is small and as often above as below zero."""
    model = forecasting(find(cell), units=64, forget_bias=2.0)
    found = beginning.kept(model, batch(count=64))
    assert set(found) == {state} and found[state] == pytest.approx(logistic(2.0), abs=0.02)


def test_a_forget_path_that_is_normalised_or_shared_is_open_to_another_degree():
    """minlstm: f / (f + i) with f = logistic(1) and i = logistic(0) gives 0.59."""
    model = forecasting(find("minlstm"), units=64, forget_bias=1.0, init="glorot")
    found = beginning.kept(model, batch(count=64))["h"]
    assert found == pytest.approx(logistic(1.0) / (logistic(1.0) + 0.5), abs=0.03)


def test_a_leak_keeps_what_it_says_and_a_cell_without_a_direct_path_nothing():
    assert beginning.kept(forecasting(leaky.with_options(keep=0.3)), batch()) == pytest.approx(
        {"h": 0.3}
    )
    assert beginning.kept(forecasting(linear), batch()) == {}


def test_gates_say_how_far_they_were_open_at_the_start():
    model = forecasting(find("lstm"), units=8, forget_bias=1.0)
    with torch.no_grad():
        for parameter in model.body.parameters():
            parameter.zero_()
    found = gates.find(subject(model, [batch()]))
    assert "f is open to 0.50 on average (0.73 at the start)" in str(found.answer)
    assert float(next(iter(model.body.parameters())).detach().abs().sum()) == 0  # left as it was


def test_a_network_that_does_not_say_how_it_started_is_not_asked():
    model = forecasting(gated)  # no forget bias is given
    assert beginning.untrained(model) is None
    assert "at the start" not in str(gates.find(subject(model, [batch()])).answer)
