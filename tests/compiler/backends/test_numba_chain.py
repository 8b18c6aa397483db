"""The fast backend: shapes of graph, memory, derivatives, threads."""

import gc
import sys
import threading
from collections import Counter

import numpy as np
import odd_cells
import pytest
import torch

from recurra import cells
from recurra.compiler.backends.derived import derived_values
from recurra.compiler.backends.numba.chain import run
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.backends.numba.chain.operator import chain
from recurra.compiler.backends.numba.chain.tensors import known
from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.backends.numba.machine.threads import layer
from recurra.compiler.backends.numba.program import program
from recurra.compiler.choose import choose
from recurra.compiler.conformance import CHECKS, Case, gradients, problem
from recurra.errors import SettingError
from recurra.nn import Recurrent

ODD = {c.name: c for c in odd_cells.ALL}
CASES = (
    Case(4, 3, 2, 3),
    Case(5, 4, 9, 12, ragged=True),
    Case(1, 1, 8, 16),
)


@pytest.fixture
def guarded(monkeypatch):
    """All memory of kernels is poisoned with NaN; between buffers lies a fence, looked at last."""
    fenced = []

    def taken(arena):
        piece = memory.Piece(arena.size)
        fenced.append((piece, arena))
        return piece

    def result(dtype, *shape):
        arena = memory.Arena()
        place, count = arena.add(1024), int(np.prod(shape))
        place = arena.add(count * np.dtype(dtype).itemsize)
        arena.used.pop(0)
        piece = taken(arena)
        begin = piece.address - piece.memory.ctypes.data + place
        held = piece.memory[begin : begin + count * np.dtype(dtype).itemsize]
        return torch.from_numpy(held.view(dtype).reshape(shape))

    monkeypatch.setattr(memory, "GAP", 1024)
    monkeypatch.setattr(memory, "POISON", True)
    monkeypatch.setattr(memory.Arena, "taken", taken)
    monkeypatch.setattr(run, "taken", result)
    monkeypatch.setattr(run, "_bindings", {})
    monkeypatch.setattr(run, "_parted", {})
    yield
    assert fenced
    for piece, arena in fenced:
        begin = piece.address - piece.memory.ctypes.data
        held = piece.memory[begin : begin + arena.size // 8 * 8].view(np.int64)
        free = np.ones(held.size, dtype=bool)
        for first, last in arena.used:
            free[first // 8 : -(-last // 8)] = False
        assert free.sum() >= 128 * len(arena.used)
        assert (held[free] == memory.PATTERN).all()


QUICK = ("late_context", "deep_state", "every_function", "input_heads", "means_across")
OF_A_ROW = ("heads", "layer_normed", "means_across")  # sums over units, parts of a row
EACH = [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in ODD]


@pytest.mark.parametrize("name", EACH)
def test_odd_cell(guarded, name):
    for case in CASES:
        CHECKS["values"](Numba(), ODD[name], case)
        CHECKS["gradients"](Numba(), ODD[name], case)
        CHECKS["step_by_step"](Numba(), ODD[name], case)


@pytest.mark.slow
@pytest.mark.parametrize("check", ["alone", "second_derivative", "finite_differences"])
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


@pytest.mark.slow
@pytest.mark.parametrize("ragged", [False, True])
def test_operator_gives_what_the_eager_call_gives(monkeypatch, ragged):
    """torch.compile goes through the operator; so does every derivative of it."""
    drawn = problem(cells.find("lstm3"), Case(hidden=16, ragged=ragged))
    wanted = gradients(drawn, Numba())
    monkeypatch.setattr("recurra.compiler.backends.numba.chain.call._traced", lambda like: True)
    assert all(torch.equal(a, b) for a, b in zip(gradients(drawn, Numba()), wanted, strict=True))
    CHECKS["second_derivative"](Numba(), cells.find("lstm3"), Case(3, 2, 2, 3, ragged))
    output, _ = drawn.run(Numba())
    first = torch.autograd.grad(output.sum(), drawn.leaves(), retain_graph=True)
    second = torch.autograd.grad(output.sum(), drawn.leaves())
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("spec", ["lstm", "scrn", "lstm3"])
@pytest.mark.parametrize("ragged", [False, True])
def test_inference_in_parts(monkeypatch, spec, ragged):
    """The same bits as at once, in a workspace that does not grow with the steps."""
    monkeypatch.setattr(memory, "POISON", True)
    drawn = problem(cells.find(spec), Case(60, 3, 4, 17, ragged=ragged))
    if ragged:
        drawn.lengths.clamp_(max=55)
    with torch.no_grad():
        output, final = drawn.run(Numba())
        monkeypatch.setattr(run, "PART", 1 << 10)
        monkeypatch.setattr(run, "InParts", counted_parts(run.InParts, found := []))
        parted, ends = drawn.run(Numba())
    assert torch.equal(output, parted)
    assert all(torch.equal(a, b) for a, b in zip(final, ends, strict=True))
    assert len(found[0].parts) > 2


def counted_parts(kind, found):
    """The class, putting what is made of it into a list."""

    def make(*arguments):
        found.append(kind(*arguments))
        return found[-1]

    return make


CALLS = {"training": 300, "inference": 150}  # of functions, of Python's and of C's, in a sequence


@pytest.fixture
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_calls_of_functions_in_a_sequence(one_thread):
    """The fixed cost of a call on one thread, counted, so that neither clock nor load matters."""
    network = Recurrent("lstm", 8, 64, backend="numba")
    x = torch.randn(8, 32, 8)

    def train():
        network(x)[0].sum().backward()

    with torch.no_grad():
        assert calls(network, x) <= CALLS["inference"]
    assert calls(train) <= CALLS["training"]


def calls(function, *arguments):
    """How often the second call calls a function."""
    counted = Counter()
    function(*arguments)
    gc.collect()  # what other tests left would be finalized meanwhile
    sys.setprofile(lambda frame, event, _: counted.update((event,)))
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


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
    sized = known(drawn.graph, drawn.sizes, torch.float64)
    made = derived_values(drawn.graph, sized.plan.forward.derived, drawn.sizes, drawn.weights)
    derived = [d.detach().requires_grad_() for d in made]
    weights = list(drawn.weights.values())
    arguments = (drawn.inputs, drawn.states, weights, derived, None, sized.number)
    for train in (True, False):
        # the workspace holds what was there before: two runs agree in what is read alone
        torch.library.opcheck(
            chain, (*arguments, train), test_utils=("test_schema", "test_faketensor")
        )
    torch.library.opcheck(chain, (*arguments, True), test_utils="test_autograd_registration")


@pytest.mark.skipif(not layer(), reason="numba has no OpenMP or TBB layer here")
@pytest.mark.parametrize(
    "spec",
    ["lstm", "scrn", "peephole", *(pytest.param(n, marks=pytest.mark.slow) for n in OF_A_ROW)],
)
@pytest.mark.parametrize("ragged", [False, True])
def test_bits_do_not_depend_on_threads(monkeypatch, spec, ragged):
    monkeypatch.setattr(program, "WORTH", 1)  # every stage that may be cut is cut
    monkeypatch.setattr(run, "_bindings", {})
    before = torch.get_num_threads()
    found = []
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            own = ODD.get(spec) or cells.find(spec)
            drawn = problem(own, Case(9, 13, 4, 19, ragged, torch.float32))
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
        for each in runs:
            assert all(torch.equal(a, b) for a, b in zip(each, wanted, strict=True))


def test_memory_is_taken_again():
    first = memory.taken("float32", 1000, 100)
    place = first.data_ptr()
    assert place % memory.ALIGNMENT == 0
    del first
    again = memory.taken("float32", 999, 100)
    assert again.data_ptr() == place
    other = memory.taken("float32", 1000, 100)
    assert other.data_ptr() != place


def test_types_are_not_mixed():
    drawn = problem(cells.find("elman"), Case(dtype=torch.float32))
    drawn.inputs[0] = drawn.inputs[0].double()
    with pytest.raises(SettingError, match="float32 on cpu and float64 on cpu"):
        drawn.run(Numba())


def test_what_it_cannot_do_is_said():
    cpu = torch.device("cpu")
    assert "float16" in str(Numba().reason_against(cells.find("gru").graph(), cpu, torch.float16))
    meta = torch.device("meta")
    assert "meta" in str(Numba().reason_against(cells.find("gru").graph(), meta, torch.float32))
    choice = choose("auto", cells.find("gru").graph(), cpu, torch.float16)
    assert choice.backend.name == "reference"
    assert "not numba: it computes in float32" in str(choice.why)
