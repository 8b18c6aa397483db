"""Checkpointing over time is held to what every backend must hold, on both backends."""

import pytest
import torch

from recurra import cells
from recurra.bench.shapes import CELLS
from recurra.compiler import checkpoint, conformance
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import CHECKS, Case
from recurra.errors import SettingError


class Segmented:
    """A backend whose sequences run in segments of two steps."""

    def __init__(self, backend, steps=2):
        self.backend, self.steps = backend, steps

    def run(self, *arguments):
        return checkpoint.run(self.steps, self.backend, *arguments)


BOTH = [b for b in BACKENDS if b.name in ("numba", "reference")]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("backend", BOTH, ids=lambda b: b.name)
def test_a_cell_in_segments(backend, check):
    for ragged in (False, True):
        case = Case(steps=5, batch=3, width=2, hidden=3, ragged=ragged)
        CHECKS[check](Segmented(backend), cells.find("lstm"), case)


@pytest.mark.slow
@pytest.mark.parametrize("spec", CELLS)
@pytest.mark.parametrize("backend", BOTH, ids=lambda b: b.name)
def test_every_cell_in_segments(backend, spec):
    if backend.reason_against(cells.find(spec).graph(), torch.device("cpu"), torch.float64):
        pytest.skip("cannot run it")
    for steps, case in (
        (8, Case(steps=63, batch=3, width=5, hidden=17, ragged=True)),
        (10, Case(steps=100, batch=17, width=5, hidden=16)),
        (1, Case(steps=4, batch=1, width=1, hidden=1)),
    ):
        conformance.check_values(Segmented(backend, steps), cells.find(spec), case)
        conformance.check_gradients(Segmented(backend, steps), cells.find(spec), case)


def test_segments_that_no_sequence_reaches_are_left_out():
    calls = []

    class Counting(type(BACKENDS[-1])):
        def run(self, graph, sizes, weights, inputs, states, lengths):
            calls.append((tuple(inputs[0].shape[:2]), lengths))
            return super().run(graph, sizes, weights, inputs, states, lengths)

    drawn = conformance.problem(cells.find("elman"), Case(steps=9, batch=3, ragged=True))
    drawn.lengths[:] = torch.tensor([2, 5, 4])
    output, _ = drawn.run(Segmented(Counting()))
    assert [shape for shape, _ in calls] == [(2, 3), (2, 2), (2, 1)]
    assert [None if own is None else own.tolist() for _, own in calls] == [None, None, [1]]
    calls.clear()
    output.sum().backward()
    assert [shape for shape, _ in calls] == [(2, 1), (2, 2), (2, 3)]


def test_only_what_is_wanted_gets_a_gradient_and_the_graph_can_be_kept():
    drawn = conformance.problem(cells.find("lstm"), Case(steps=7))
    drawn.inputs[0].requires_grad_(False)
    own = Segmented(BACKENDS[-1], 3)
    _, (_, c) = drawn.run(own)
    loss = c.sum()  # nothing arrives at the output and at h
    weight = drawn.weights["weight_hh"]
    first = torch.autograd.grad(loss, weight, retain_graph=True)[0]
    second = torch.autograd.grad(loss, weight)[0]
    _, (_, plain) = drawn.run(BACKENDS[-1])
    (expected,) = torch.autograd.grad(plain.sum(), weight)
    assert torch.equal(first, second)
    conformance.same([first], [expected], conformance.tolerance(torch.float64, 7), "gradient")
    with pytest.raises(RuntimeError, match="second time"):
        torch.autograd.grad(loss, weight)


def test_without_a_gradient_there_are_no_segments():
    drawn = conformance.problem(cells.find("lstm"), Case(steps=7))
    with torch.no_grad():
        output, _ = drawn.run(Segmented(BACKENDS[-1]))
        expected, _ = drawn.run(BACKENDS[-1])
    assert torch.equal(output, expected) and output.grad_fn is None


@pytest.mark.parametrize("wrong", [0, -3, "sqrt", 2.5, True])
def test_what_is_no_checkpoint_is_refused(wrong):
    with pytest.raises(SettingError, match="write 'auto' or a number of steps"):
        checkpoint.check(wrong)


@pytest.mark.parametrize(("total", "steps"), [(1, 4), (2, 8), (9, 12), (10, 16), (9999, 400)])
def test_a_segment_has_about_four_square_roots_of_steps(total, steps):
    assert checkpoint.segment_steps("auto", total) == steps
    assert (steps // 4 - 1) ** 2 < total <= (steps // 4) ** 2
