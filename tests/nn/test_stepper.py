"""Single steps of a stream."""

import sys
from collections import Counter

import numpy as np
import pytest
import torch
from tests.representative import parameters

from recurra import cells
from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.conformance import tolerance
from recurra.errors import SettingError
from recurra.nn import Recurrent

STEPS, BATCH = 6, 2


@pytest.fixture(params=["numba", "reference"])
def backend(request, monkeypatch):
    monkeypatch.setattr(memory, "POISON", True)
    return request.param


def held_to_the_sequence(network, dtype=torch.float64):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(STEPS, BATCH, network.input_size, generator=generator, dtype=dtype)
    with torch.no_grad():
        wanted, ends = network(x)
    stepper = network.stepper(BATCH)
    found = torch.stack([stepper.step(step) for step in x])
    bound = tolerance(dtype, STEPS, 40)
    torch.testing.assert_close(found, wanted, rtol=0, atol=bound)
    states = [stepper.state] if len(network.cell.states) == 1 else stepper.state
    ends = [ends] if len(network.cell.states) == 1 else ends
    for state, end in zip(states, ends, strict=True):
        torch.testing.assert_close(state, end, rtol=0, atol=bound)


STEPPED = [
    parameters(b, s, spec=s, compiled=b == "numba")
    for b in ("numba", "reference")
    for s in cells.NAMES
]


@pytest.mark.parametrize(("backend", "spec"), STEPPED, indirect=["backend"])
def test_steps_equal_the_sequence(backend, spec):
    for layers, hidden, dtype in ((1, 16, torch.float64), (2, 5, torch.float32)):
        network = Recurrent(spec, 3, hidden, layers, backend=backend, dtype=dtype)
        held_to_the_sequence(network, dtype)


def test_arrays_and_tensors_and_single_sequences(backend):
    network = Recurrent("gru", 3, 5, backend=backend)
    stepper = network.stepper()
    x = torch.randn(4, 3)
    with torch.no_grad():
        wanted = network(x)[0]
    found = stepper.step(x[0].numpy())
    assert isinstance(found, np.ndarray) and found.shape == (5,)
    torch.testing.assert_close(torch.from_numpy(found), wanted[0])
    assert stepper.step(x[1].double().numpy()[None]).shape == (1, 5)
    torch.testing.assert_close(stepper.step(x[2].clone().requires_grad_()), wanted[2])
    torch.testing.assert_close(stepper.step(torch.stack([x[3], x[3]], 1)[:, 0]), wanted[3])


def test_the_state_can_be_saved_and_set(backend):
    stepper = Recurrent("lstm", 3, 5, num_layers=2, backend=backend).stepper()
    x = torch.randn(3)
    first = stepper.step(x)
    saved = stepper.state
    second = stepper.step(x)
    stepper.state = saved
    assert torch.equal(stepper.step(x), second)
    stepper.reset()
    assert torch.equal(stepper.step(x), first)
    with pytest.raises(SettingError, match="expected"):
        stepper.state = saved[0]


def test_weights_are_those_of_when_it_was_made():
    network = Recurrent("lstm3", 3, 16, backend="numba")
    x = torch.randn(3)
    wanted = network.stepper().step(x)
    stepper = network.stepper()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += 1
    assert torch.equal(stepper.step(x), wanted)
    assert not torch.equal(network.stepper().step(x), wanted)


def test_what_cannot_stream_is_refused():
    with pytest.raises(SettingError, match="bidirectional"):
        Recurrent("gru", 3, 5, bidirectional=True).stepper()
    stepper = Recurrent("gru", 3, 5).stepper(2)
    with pytest.raises(SettingError, match=r"\(3,\)"):
        stepper.step(torch.zeros(3))


CALLS = 12


def test_calls_of_functions_in_a_step():
    """The fixed cost, counted, so that it does not hang on the clock."""
    stepper, x, counted = Recurrent("lstm", 8, 64).stepper(), torch.randn(8), Counter()
    stepper.step(x)
    sys.setprofile(lambda frame, event, _: counted.update((event,)))
    try:
        stepper.step(x)
    finally:
        sys.setprofile(None)
    assert counted["call"] + counted["c_call"] <= CALLS
