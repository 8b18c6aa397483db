"""Every cell x every backend x what every backend must hold."""

import itertools
from dataclasses import replace

import pytest
import torch
from tests.representative import CELLS, parameters

from recurra import cells
from recurra.compiler import conformance
from recurra.compiler.backends import BACKENDS
from recurra.compiler.backends.numba.chain import run
from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.backends.numba.machine.threads import layer
from recurra.compiler.backends.numba.program import program
from recurra.compiler.conformance import CHECKS, Case

OPTIONS = (
    "slstm(heads=3)", "slstm(forget='exp')", "rglru(heads=2)", "layernorm_lstm(norm='gate')",
    "mingru(form='log')", "minlstm(form='log')", "indrnn(longest=2)", "lstm(gate='hard_sigmoid')",
)  # fmt: skip
ALL = list(dict.fromkeys([*cells.NAMES, *CELLS, *OPTIONS]))
SHORT = Case(steps=4, batch=3, width=2, hidden=3)
AGAINST_THE_REFERENCE = {"values", "gradients"}  # what the reference itself passes by definition
# one of each way in which states meet parameters; each variant of a cell compiles kernels anew
CHANGED = ("elman", "gru_original", "lstm", "scrn", "slstm")
HELD = [b for b in BACKENDS if b.name != "reference"]
CASES = [
    parameters(b, s, c, spec=s, compiled=b.name != "reference" or c == "finite_differences")
    for b in BACKENDS
    for s in ALL
    for c in CHECKS
    if b in HELD or c not in AGAINST_THE_REFERENCE
]


LENGTHS = (1, 63, 100)
BATCHES = ((1, 17, False), (3, 33, False), (17, 7, True))  # sequences, units, whether ragged
SHARE = {torch.float32: None, torch.float64: 1e-9}  # of a gradient's own largest element


@pytest.fixture(autouse=True)
def poisoned(monkeypatch):
    """Kernels' memory, and all that torch gives without filling it, is not a number at first."""
    monkeypatch.setattr(memory, "POISON", True)
    assert torch.utils.deterministic.fill_uninitialized_memory
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True)
    assert torch.empty(1).isnan()
    yield
    torch.use_deterministic_algorithms(before)


@pytest.fixture(params=BACKENDS, ids=lambda b: b.name)
def backend(request):
    return request.param


@pytest.mark.parametrize(("backend", "spec", "check"), CASES)
def test_cell_on_backend(backend, spec, check):
    cell = cells.find(spec)
    reason = backend.reason_against(cell.graph(), torch.device("cpu"), torch.float64)
    if reason:
        pytest.skip(str(reason))
    CHECKS[check](backend, cell, SHORT)
    CHECKS[check](backend, cell, Case(steps=3, batch=2, width=2, hidden=3, ragged=True))


@pytest.fixture
def threads():
    """Sets torch's number of threads for a while."""
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


def changed(names, fast):
    """Cells with each of their variants; kernels of the fast ones alone are compiled quickly."""
    return [
        pytest.param(spec, name, marks=() if (spec, name) in fast else pytest.mark.slow)
        for spec in names
        for name in conformance.variants(cells.find(spec))
    ]


@pytest.mark.parametrize(
    ("spec", "name"),
    changed(
        CHANGED, {("lstm", "recurrent_dropout_and_zoneout"), ("gru_original", "recurrent_dropout")}
    ),
)
def test_variants_of_cells(backend, spec, name):
    """Masks and total gradients: the same checks on the changed graph."""
    cell = cells.find(spec)
    variant = conformance.variants(cell)[name]
    reason = backend.reason_against(variant.of(cell.graph()), torch.device("cpu"), torch.float64)
    if reason:
        pytest.skip(str(reason))
    for check in CHECKS.values():
        check(backend, cell, replace(SHORT, variant=variant))
        check(backend, cell, Case(3, 2, 2, 3, ragged=True, variant=variant))


@pytest.mark.slow
@pytest.mark.parametrize("dtype", SHARE, ids=["float32", "float64"])
@pytest.mark.parametrize("spec", ALL)
@pytest.mark.parametrize("backend", HELD, ids=lambda b: b.name)
def test_lengths_batches_and_threads(monkeypatch, threads, backend, spec, dtype):
    """Kernels depend on no size: they are compiled once for all; none is a multiple of 16."""
    cell = cells.find(spec)
    for steps, (batch, hidden, ragged) in itertools.product(LENGTHS, BATCHES):
        case = Case(steps, batch, 5, hidden, ragged, dtype)
        conformance.check_values(backend, cell, case)
        conformance.check_gradients(backend, cell, case, SHARE[dtype])
    if not layer():
        pytest.skip("numba has no OpenMP or TBB layer here, so one thread alone was looked at")
    monkeypatch.setattr(program, "WORTH", 1)  # every stage that may be cut is cut
    monkeypatch.setattr(run, "_bindings", {})
    drawn, found = conformance.problem(cell, Case(63, 17, 5, 33, True, dtype)), []
    for count in (1, 2):
        threads(count)
        output, final = drawn.run(backend)
        found.append([output, *final, *conformance.gradients(drawn, backend)])
    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))  # NaN equals nothing


def test_a_wrong_backend_is_caught():
    class Wrong(type(BACKENDS[-1])):
        def run(self, graph, sizes, weights, inputs, states, lengths):
            output, final = super().run(graph, sizes, weights, inputs, states, lengths)
            return output * (1 + 1e-9), final

    with pytest.raises(AssertionError, match="differs"):
        conformance.check_values(Wrong(), cells.find("lstm"), SHORT)
    with pytest.raises(AssertionError, match="differs"):
        conformance.check_gradients(Wrong(), cells.find("lstm"), SHORT)
