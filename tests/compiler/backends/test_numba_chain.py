"""The fast backend: shapes of graph, memory, derivatives, threads."""

import threading

import numpy as np
import odd_cells
import pytest
import torch

from recurra import cells
from recurra.compiler.backends import numba_memory, numba_rows, numba_run
from recurra.compiler.backends.numba_chain import Numba, _chain, _known
from recurra.compiler.backends.numba_threads import layer
from recurra.compiler.choose import choose
from recurra.compiler.conformance import CHECKS, Case, gradients, problem
from recurra.errors import SettingError
from recurra.ir import cell, mean, tanh

ODD = {c.name: c for c in odd_cells.ALL}
CASES = (
    Case(4, 3, 2, 3),
    Case(5, 4, 9, 12, ragged=True),
    Case(1, 1, 8, 16),
)


@pytest.fixture
def guarded(monkeypatch):
    """All memory of kernels is poisoned with NaN and fenced; the fence is looked at in the end."""
    fenced, width = [], 256

    def taken(dtype, *shape):
        count = int(np.prod(shape))
        memory = np.full(count + 2 * width, 7.25, dtype=dtype)
        memory[width : width + count] = np.nan
        fenced.append((memory, count))
        return torch.from_numpy(memory[width : width + count]).view(shape)

    monkeypatch.setattr(numba_run, "taken", taken)
    monkeypatch.setattr(numba_rows, "taken", taken)
    yield
    assert fenced
    for memory, count in fenced:
        assert (memory[:width] == 7.25).all() and (memory[width + count :] == 7.25).all()


QUICK = ("late_context", "deep_state", "every_function", "remembered")
EACH = [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in ODD]


@pytest.mark.parametrize("name", EACH)
def test_odd_cell(guarded, name):
    for case in CASES:
        CHECKS["values"](Numba(), ODD[name], case)
        CHECKS["gradients"](Numba(), ODD[name], case)
        CHECKS["step by step"](Numba(), ODD[name], case)


@pytest.mark.slow
@pytest.mark.parametrize("check", ["alone", "second derivative", "finite differences"])
@pytest.mark.parametrize("name", ODD)
def test_odd_cell_in_depth(name, check):
    CHECKS[check](Numba(), ODD[name], Case(3, 2, 2, 3, ragged=True))


@pytest.mark.parametrize("name", ["lstm", "scrn"])
def test_memory_of_a_published_cell(guarded, name):
    for case in (*CASES, Case(20, 7, 5, 33, ragged=True, dtype=torch.float32)):
        CHECKS["gradients"](Numba(), cells.find(name), case)


def test_backward_twice_gives_the_same():
    """The first pass uses up the workspace; the second runs the forward pass again."""
    drawn = problem(cells.find("lstm"), Case(hidden=8))
    output, _ = drawn.run(Numba())
    loss = output.square().sum()
    first = torch.autograd.grad(loss, drawn.leaves(), retain_graph=True)
    second = torch.autograd.grad(loss, drawn.leaves())
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def test_changed_output_is_noticed():
    drawn = problem(cells.find("gru"), Case(hidden=8))
    output, _ = drawn.run(Numba())
    loss = output.square().sum()
    with torch.no_grad():
        output += 1
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_only_final_states_or_only_outputs_have_a_gradient():
    from recurra.compiler.backends.reference import Reference

    drawn = problem(cells.find("lstm"), Case(hidden=5, ragged=True))
    for pick in (lambda y, s: s[1].sum(), lambda y, s: y[1].sum()):
        found, wanted = (
            torch.autograd.grad(pick(*drawn.run(b)), drawn.leaves(), allow_unused=True)
            for b in (Numba(), Reference())
        )
        for a, b in zip(found, wanted, strict=True):
            torch.testing.assert_close(a, torch.zeros_like(a) if b is None else b)


def test_input_without_gradient_gets_none():
    drawn = problem(cells.find("gru"), Case())
    drawn.inputs[0].requires_grad_(False)
    output, _ = drawn.run(Numba())
    output.sum().backward()
    assert drawn.inputs[0].grad is None and drawn.weights["weight_hh"].grad is not None


@pytest.mark.parametrize("spec", ["lstm", "lstm3"])
def test_operator_is_well_formed(spec):
    drawn = problem(cells.find(spec), Case(hidden=4))
    drawn.run(Numba())
    key = list(_known)[-1]
    own, sizes = _known[key].plan, _known[key].sizes
    from recurra.compiler.backends.numba_chain import _derived

    derived = _derived(drawn.graph, own.forward.derived, sizes, drawn.weights)
    derived = [d.detach().requires_grad_() for d in derived]
    arguments = (drawn.inputs, drawn.states, list(drawn.weights.values()), derived, None, key)
    for train in (True, False):
        # the workspace holds what was there before: two runs agree in what is read alone
        torch.library.opcheck(
            _chain, (*arguments, train), test_utils=("test_schema", "test_faketensor")
        )
    torch.library.opcheck(_chain, (*arguments, True), test_utils="test_autograd_registration")


@pytest.mark.skipif(not layer(), reason="numba has no OpenMP or TBB layer here")
@pytest.mark.parametrize("spec", ["lstm", "scrn", "peephole"])
def test_bits_do_not_depend_on_threads(spec):
    before = torch.get_num_threads()
    found = []
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            drawn = problem(cells.find(spec), Case(9, 13, 4, 19, ragged=True, dtype=torch.float32))
            output, _ = drawn.run(Numba())
            found.append([output, *gradients(drawn, Numba())])
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))


def test_several_threads_may_run_at_once():
    drawn = problem(cells.find("lstm"), Case(30, 5, 4, 16))
    wanted = gradients(drawn, Numba())
    found = {}

    def work(number):
        found[number] = [gradients(drawn, Numba()) for _ in range(5)]

    workers = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 4
    for runs in found.values():
        for run in runs:
            assert all(torch.equal(a, b) for a, b in zip(run, wanted, strict=True))


def test_memory_is_taken_again():
    first = numba_memory.taken("float32", 1000, 100)
    place = first.data_ptr()
    assert place % numba_memory.ALIGNMENT == 0
    del first
    again = numba_memory.taken("float32", 999, 100)
    assert again.data_ptr() == place
    other = numba_memory.taken("float32", 1000, 100)
    assert other.data_ptr() != place


def test_types_are_not_mixed():
    drawn = problem(cells.find("elman"), Case(dtype=torch.float32))
    drawn.inputs[0] = drawn.inputs[0].double()
    with pytest.raises(SettingError, match="float32 on cpu and float64 on cpu"):
        drawn.run(Numba())


def test_what_it_cannot_do_is_said():
    @cell(states="h")
    def normed(x, h, W, U):
        a = W @ x + U @ h
        return tanh(a - mean(a))

    cpu = torch.device("cpu")
    assert "mean" in Numba().reason_against(normed.graph(), cpu, torch.float32)
    assert "float16" in Numba().reason_against(cells.find("gru").graph(), cpu, torch.float16)
    meta = torch.device("meta")
    assert "meta" in Numba().reason_against(cells.find("gru").graph(), meta, torch.float32)
    choice = choose("auto", normed.graph(), cpu, torch.float32)
    assert choice.backend.name == "reference" and "not numba: a mean" in choice.why
    with pytest.raises(SettingError, match="mean over units"):
        Numba().source(normed.graph())
