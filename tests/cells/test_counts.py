"""Parameter counts and operations by formula, against counts done by hand."""

import pytest

from recurra import cells, nn
from recurra.compiler.measure import Operations, formula, operations, parameters

M, N = 28, 100
BY_HAND = {
    "elman": M * N + N * N + N,
    "gru": 3 * (M * N + N * N + N) + N,
    "gru_original": 3 * (M * N + N * N + N),
    "lstm": 4 * (M * N + N * N + N),
    "lstm1997": 3 * (M * N + N * N + N),
    "peephole": 4 * (M * N + N * N + N) + 3 * N,
    "lstm1": 4 * (M * N + N * N + N) - 3 * M * N,
    "lstm2": 4 * (M * N + N * N + N) - 3 * M * N - 3 * N,
    "lstm3": M * N + N * N + 4 * N,
    "scrn": M * N + N * N + M * 40 + 40 * N,
}
WITH_SOFTMAX = {"lstm": 52_610, "lstm1": 44_210, "lstm2": 43_910, "lstm3": 14_210}


def test_every_cell_is_counted():
    assert set(BY_HAND) == set(cells.NAMES)


@pytest.mark.parametrize("name", cells.NAMES)
def test_parameters(name):
    cell = cells.find(name)
    network = nn.Recurrent(cell, M, N)
    assert parameters(cell, M, N) == BY_HAND[name] == sum(p.numel() for p in network.parameters())
    value = formula(cell).replace("²", "**2").replace("mn", "*m*n").replace("ns", "*n*s")
    value = value.replace("ms", "*m*s")
    for factor in ("n", "m", "s"):
        for digit in "0123456789":
            value = value.replace(f"{digit}{factor}", f"{digit}*{factor}")
    value = " + ".join(term.strip().lstrip("*") for term in value.split("+"))
    assert eval(value, {"m": M, "n": N, "s": 40}) == BY_HAND[name]


@pytest.mark.parametrize(("name", "count"), WITH_SOFTMAX.items())
def test_published_counts(name, count):
    assert parameters(cells.find(name), M, N) + N * 10 + 10 == count


def test_projection_is_counted(tmp_path):
    (tmp_path / "m.py").write_text(
        "from recurra.ir import cell, tanh\n\n"
        '@cell(states="h")\ndef plus(x, h, U):\n    return tanh(x + U @ h)\n'
    )
    cell = cells.find(f"{tmp_path / 'm.py'}:plus")
    assert parameters(cell, 5, 5) == 25
    assert parameters(cell, 3, 5) == 25 + 15
    assert sum(p.numel() for p in nn.Recurrent(cell, 3, 5).parameters()) == 40


def test_operations():
    assert operations(cells.find("elman"), 3, 5) == Operations(2 * 15 + 2 * 25 + 2 * 5, 5)
    gates = 8 * 15 + 8 * 25 + 8 * 5
    assert operations(cells.find("lstm"), 3, 5) == Operations(gates + 4 * 5, 5 * 5)
    constant = operations(cells.find("lstm3"), 3, 5)
    assert constant.transcendental == 2 * 5  # its gates are computed once
