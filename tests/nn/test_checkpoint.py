"""Networks with checkpointing over time compute what they compute without."""

import json
import os
import subprocess
import sys

import pytest
import torch

from recurra import cell
from recurra.compiler.conformance import same, tolerance
from recurra.ir import sigmoid, tanh
from recurra.nn import LSTM, Recurrent, state_gradients


@cell(states="h", start={"h": "learned"}, cite="none")
def learned(x, h, W, U, b):
    return tanh(W @ x + U @ h + b)


@cell(states="h", cite="none")
def scaled(x, h, W, U, a):
    return tanh(W @ x + sigmoid(a) * (U @ h))


def results(network, x, hx, lengths, penalty=False):
    """Output, final states, and gradients of all leaves."""
    network.generator = torch.Generator().manual_seed(3)
    output, final = network(x, hx, lengths)
    final = [final] if isinstance(final, torch.Tensor) else list(final)
    generator = torch.Generator().manual_seed(1)
    loss = sum(
        (r * torch.randn(r.shape, generator=generator, dtype=r.dtype)).sum()
        for r in (output, *final)
    )
    given = [] if hx is None else [hx] if isinstance(hx, torch.Tensor) else list(hx)
    leaves = [x, *given, *network.parameters()]
    found = torch.autograd.grad(loss, leaves, create_graph=penalty)
    if penalty:
        found = torch.autograd.grad(sum((g**2).sum() for g in found), leaves, allow_unused=True)
        found = [g for g in found if g is not None]
    return [output, *final, *found]


def drawn(steps, batch, width):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(steps, batch, width, generator=generator, dtype=torch.float64)
    lengths = torch.randint(1, steps + 1, (batch,), generator=generator)
    lengths[1] = steps
    return x.requires_grad_(), lengths


@pytest.mark.parametrize("ragged", [False, True], ids=["equal", "ragged"])
def test_stacked_in_both_directions_with_dropout(ragged):
    x, lengths = drawn(11, 4, 3)
    hx = tuple(torch.full((4, 4, 5), v, dtype=torch.float64, requires_grad=True) for v in (0.1, 1))
    both = []
    for checkpoint in (None, 4):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            "lstm", 3, 5, 2, dropout=0.3, bidirectional=True, generator=generator,
            dtype=torch.float64, checkpoint=checkpoint, backend="reference",
        )  # fmt: skip
        both.append(results(network, x, hx, lengths if ragged else None))
    same(both[1], both[0], tolerance(torch.float64, 11, 4 * 11 * 8), "result")


@pytest.mark.parametrize("backend", ["reference", "numba"])
@pytest.mark.parametrize(
    "wanted", [{"recurrent_dropout": 0.3, "zoneout": 0.2}, {"hidden_gradient_clip": 0.05}]
)
def test_masks_and_limits_are_those_of_the_whole_sequence(backend, wanted):
    x, lengths = drawn(11, 4, 3)
    both = []
    for checkpoint in (None, 3):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            "lstm", 3, 5, bidirectional=True, generator=generator, dtype=torch.float64,
            checkpoint=checkpoint, backend=backend, **wanted,
        )  # fmt: skip
        both.append(results(network, x, None, lengths))
    same(both[1], both[0], tolerance(torch.float64, 11, 4 * 11 * 8), "result")


@pytest.mark.parametrize("backend", ["reference", "numba"])
@pytest.mark.parametrize("checkpoint", [None, 3])
@pytest.mark.parametrize("penalty", [False, True], ids=["first", "second"])
def test_a_learned_start(penalty, checkpoint, backend):
    x, lengths = drawn(7, 3, 2)
    both = []
    for every, own in ((None, "reference"), (checkpoint, backend)):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            learned, 2, 4, generator=generator, dtype=torch.float64, checkpoint=every,
            backend=own,
        )  # fmt: skip
        both.append(results(network, x, None, lengths, penalty))
    same(both[1], both[0], tolerance(torch.float64, 7, (7 * 3 * 4) ** 2), "result")


@pytest.mark.parametrize("penalty", [False, True], ids=["first", "second"])
@pytest.mark.parametrize("units", [5, 16])
@pytest.mark.parametrize("own", ["lstm", scaled], ids=["lstm", "scaled"])
def test_kernels_in_segments(own, units, penalty):
    """Two whole segments and one of a single step; `scaled` has a value of parameters alone."""
    x, _ = drawn(9, 3, 16)
    both = []
    for checkpoint, backend in ((None, "reference"), (4, "numba")):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            own, 16, units, 2, bidirectional=True, generator=generator, dtype=torch.float64,
            checkpoint=checkpoint, backend=backend,
        )  # fmt: skip
        hx = tuple(torch.full((4, 3, units), 0.3, dtype=x.dtype, requires_grad=True) for _ in "hc")
        both.append(results(network, x, hx if own == "lstm" else hx[0], None, penalty))
    terms = 4 * 9 * (units + 16)
    same(both[1], both[0], tolerance(torch.float64, 9, terms**2 if penalty else terms), "result")


def test_kernels_in_segments_have_the_masks_of_the_whole_sequence():
    x, _ = drawn(9, 4, 3)
    both = []
    for checkpoint in (None, 4):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            "lstm", 3, 5, recurrent_dropout=0.3, zoneout=0.2, hidden_gradient_clip=0.05,
            generator=generator, dtype=torch.float64, checkpoint=checkpoint, backend="numba",
        )  # fmt: skip
        both.append(results(network, x, None, None))
    same(both[1], both[0], tolerance(torch.float64, 9, 4 * 9 * 8), "result")


@pytest.mark.parametrize("which", ["output", "final"])
def test_kernels_in_segments_run_backward_again(which):
    """A gradient of the output or of the final states alone; the second time by new forward runs,
    in other memory, and without a gradient of the input."""
    x, _ = drawn(9, 2, 3)
    generator = torch.Generator().manual_seed(2)
    network = Recurrent(
        "lstm", 3, 5, generator=generator, dtype=torch.float64, checkpoint=4, backend="numba"
    )
    output, (h, c) = network(x)
    loss = (output**2).sum() if which == "output" else (h * c).sum()
    weights = list(network.parameters())
    first = torch.autograd.grad(loss, weights, retain_graph=True)
    again = torch.autograd.grad(loss, weights)
    network.checkpoint = None
    output, (h, c) = network(x.detach())
    loss = (output**2).sum() if which == "output" else (h * c).sum()
    whole = torch.autograd.grad(loss, weights)
    same(first, again, 0, "repeated")
    same(first, whole, tolerance(torch.float64, 9, 9 * 8), "gradient")


@pytest.mark.parametrize("checkpoint", [None, 2])
def test_gradients_to_be_differentiated_where_one_call_follows_another(checkpoint):
    """The second call's start depends on the same weights: that part is counted once."""
    x, _ = drawn(6, 2, 3)
    both = []
    for every, backend in ((None, "reference"), (checkpoint, "numba")):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            "lstm", 3, 5, generator=generator, dtype=torch.float64, checkpoint=every,
            backend=backend,
        )  # fmt: skip
        _, state = network(x[:3])
        output, _ = network(x[3:], state)
        both.append(
            torch.autograd.grad(output.sum(), list(network.parameters()), create_graph=True)
        )
    same(both[1], both[0], tolerance(torch.float64, 6, 6 * 8), "gradient")


def test_total_gradients_of_the_states():
    x, _ = drawn(9, 2, 3)
    found = []
    for checkpoint in (None, 2):
        generator = torch.Generator().manual_seed(2)
        network = Recurrent(
            "lstm", 3, 5, generator=generator, dtype=torch.float64, checkpoint=checkpoint,
            backend="reference",
        )  # fmt: skip
        with state_gradients(network) as states:
            output, _ = network(x)
        found.append(list(states.of(output[-1].sum()).values()))
    same(found[1], found[0], tolerance(torch.float64, 9), "gradient of a state")


def test_namesakes_and_text():
    network = LSTM(3, 5, checkpoint="auto")
    assert network.checkpoint == "auto" and "checkpoint='auto'" in repr(network)


MEMORY = """
import json, sys, torch
from recurra.nn import Recurrent
checkpoint = json.loads(sys.argv[1])
torch.set_num_threads(1)
network = Recurrent("lstm", 4, 64, checkpoint=checkpoint)
def peak():  # of this program; getrusage would count the process that it was forked from
    with open("/proc/self/status") as file:
        return int(file.read().split("VmHWM:")[1].split()[0]) * 1024
def train(steps):
    output, _ = network(torch.zeros(steps, 8, 4))
    output[-1].sum().backward()
train(100)
before = peak()
train(10_000)
print(peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_ten_thousand_steps_take_the_square_root_of_the_memory():
    """Rise of the peak of a fresh process. An output and its gradient [T, B, H] are there in any
    case; beside them 25 segments of 400 steps keep 25 steps' states and one segment's values."""

    def rise(checkpoint):
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, json.dumps(checkpoint)],
            capture_output=True, text=True, check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        return int(done.stdout)

    output = 10_000 * 8 * 64 * 4
    whole, segments = rise(None), rise("auto")
    assert whole > 5 * output  # at least four gates, c and the output
    # output and its gradient; all else, states between segments and the values of 400 steps, is
    # less than one output where it was more than five
    assert segments < 3 * output
