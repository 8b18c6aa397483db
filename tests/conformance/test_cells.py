"""Every cell x every backend x what every backend must hold."""

from dataclasses import replace

import pytest
import torch
from tests.representative import CELLS, parameters

from recurra import cells
from recurra.compiler import conformance
from recurra.compiler.backends import BACKENDS
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
    parameters(b, s, c, spec=s, compiled=b.name != "reference" or c == "finite differences")
    for b in BACKENDS
    for s in ALL
    for c in CHECKS
    if b in HELD or c not in AGAINST_THE_REFERENCE
]


@pytest.fixture(params=BACKENDS, ids=lambda b: b.name)
def backend(request):
    return request.param


@pytest.mark.parametrize(("backend", "spec", "check"), CASES)
def test_cell_on_backend(backend, spec, check):
    cell = cells.find(spec)
    reason = backend.reason_against(cell.graph(), torch.device("cpu"), torch.float64)
    if reason:
        pytest.skip(reason)
    CHECKS[check](backend, cell, SHORT)
    CHECKS[check](backend, cell, Case(steps=3, batch=2, width=2, hidden=3, ragged=True))


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
        CHANGED, {("lstm", "recurrent dropout and zoneout"), ("gru_original", "recurrent dropout")}
    ),
)
def test_variants_of_cells(backend, spec, name):
    """Masks and total gradients: the same checks on the changed graph."""
    cell = cells.find(spec)
    variant = conformance.variants(cell)[name]
    reason = backend.reason_against(variant.of(cell.graph()), torch.device("cpu"), torch.float64)
    if reason:
        pytest.skip(reason)
    for check in CHECKS.values():
        check(backend, cell, replace(SHORT, variant=variant))
        check(backend, cell, Case(3, 2, 2, 3, ragged=True, variant=variant))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dtype", "steps"),
    [(torch.float32, 1), (torch.float32, 100), (torch.float64, 1), (torch.float64, 63)],
    ids=["float32-1", "float32-100", "float64-1", "float64-63"],
)
@pytest.mark.parametrize("spec", ALL)
@pytest.mark.parametrize("backend", HELD, ids=lambda b: b.name)
def test_lengths_and_types(backend, spec, steps, dtype):
    cell = cells.find(spec)
    for batch, hidden, ragged in ((1, 17, False), (3, 33, True), (17, 7, True)):
        case = Case(steps, batch, 5, hidden, ragged, dtype)
        conformance.check_values(backend, cell, case)
        conformance.check_gradients(backend, cell, case)


def test_a_wrong_backend_is_caught():
    class Wrong(type(BACKENDS[-1])):
        def run(self, graph, sizes, weights, inputs, states, lengths):
            output, final = super().run(graph, sizes, weights, inputs, states, lengths)
            return output * (1 + 1e-9), final

    with pytest.raises(AssertionError, match="differs"):
        conformance.check_values(Wrong(), cells.find("lstm"), SHORT)
    with pytest.raises(AssertionError, match="differs"):
        conformance.check_gradients(Wrong(), cells.find("lstm"), SHORT)
