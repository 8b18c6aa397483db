"""Parameter counts and operations by formula, against counts done by hand."""

import re

import pytest

from recurra import cells, nn
from recurra.compiler.measure import Operations, formula, operations, parameters

M, N = 28, 100
LSTM = 4 * (M * N + N * N + N)
BY_HAND = {
    "elman": M * N + N * N + N,
    "gru": 3 * (M * N + N * N + N) + N,
    "gru_original": 3 * (M * N + N * N + N),
    "lstm": LSTM,
    "lstm1997": 3 * (M * N + N * N + N),
    "peephole": LSTM + 3 * N,
    **dict.fromkeys(("nplstm", "linnplstm", "relutanhnplstm", "relunplstm", "relu2nplstm"), LSTM),
    "lstm1": LSTM - 3 * M * N,
    "lstm2": LSTM - 3 * M * N - 3 * N,
    "lstm3": M * N + N * N + 4 * N,
    "lstm4": M * N + N * N + N + 3 * N,
    "lstm5": M * N + N * N + N + 6 * N,
    "lstm4a": M * N + N * N + 2 * N,
    "lstm5a": M * N + N * N + 3 * N,
    "lstm6": M * N + N * N + N,
    "lstm10": M * N + 5 * N,
    "lstm11": M * N + 8 * N,
    "lstm_c6": M * N + 2 * N,
    **dict.fromkeys(("nig", "nfg", "nog"), 3 * (M * N + N * N + N) + 2 * N),
    **dict.fromkeys(("niaf", "noaf"), LSTM + 3 * N),
    "np": LSTM,
    "cifg": 3 * (M * N + N * N + N) + 2 * N,
    "fgr": LSTM + 3 * N + 9 * N * N,
    "mgu": 2 * (M * N + N * N + N),
    "mut1": 4 * N * N + 3 * N + M * N,
    "mut2": 5 * N * N + 3 * N + M * N,
    "mut3": 3 * (M * N + N * N + N),
    "indrnn": M * N + 2 * N,
    "janet": 2 * (M * N + N * N + N),
    "cfn": 3 * M * N + 2 * N * N + 2 * N,
    "fastrnn": M * N + N * N + N + 2,
    "fastgrnn": M * N + N * N + 2 * N + 2,
    "layernorm_lstm": LSTM + 2 * 9 * N,
    "slstm": LSTM,
    "mingru": 2 * (M * N + N),
    "minlstm": 3 * (M * N + N),
    "rglru": 2 * (N * N + N) + N + M * N,
    "lru": 2 * N * N + 2 * N * N + N + 3 * N + M * N,
    "scrn": M * N + N * N + M * 40 + 40 * N,
}
# cells that take the input element by element: its projection is counted, not in the formula
PROJECTED = ("mut1", "mut2", "rglru", "lru")
# n = 100: m = 28 alone and with a softmax over 10 classes, m = 1, m = 32
LU_AND_SALEM = {
    "lstm": (51_600, 52_610, 40_800, 53_200),
    "lstm1": (43_200, 44_210, 40_500, 43_600),
    "lstm2": (42_900, 43_910, 40_200, 43_300),
    "lstm3": (13_200, 14_210, 10_500, 13_600),
    "lstm4": (13_200, 14_210, 10_500, 13_600),
    "lstm5": (13_500, 14_510, 10_800, 13_900),
    "lstm4a": (13_000, 14_010, 10_300, 13_400),
    "lstm5a": (13_100, 14_110, 10_400, 13_500),
    "lstm6": (12_900, 13_910, 10_200, 13_300),
    "lstm10": (3_300, 4_310, 600, 3_700),
    "lstm11": (3_600, 4_610, 900, 4_000),
    "lstm_c6": (3_000, 4_010, 300, 3_400),
}


def test_every_cell_is_counted():
    missing = sorted(set(cells.NAMES) - set(BY_HAND))
    assert not missing, f"count their parameters by hand, in BY_HAND: {missing}"
    assert set(BY_HAND) == set(cells.NAMES)


@pytest.mark.parametrize("one", (*cells.ALL, *cells.TREES), ids=lambda c: c.name)
def test_every_cell_says_what_it_is_and_where_it_is_from(one):
    assert re.search(r"\b(19|20)\d\d\b", one.cite), "a citation with a year"
    assert one.doc


@pytest.mark.parametrize("name", [n for n in cells.NAMES if n in BY_HAND])
def test_parameters(name):
    cell = cells.find(name)
    network = nn.Recurrent(cell, M, N)
    assert parameters(cell, M, N) == BY_HAND[name] == sum(p.numel() for p in network.parameters())
    projection = M * N if name in PROJECTED else 0
    found = evaluated(formula(cell), {"m": M, "n": N, "s": 40, "u": N})
    assert found + projection == BY_HAND[name]


def evaluated(text, letters):
    """The value of a formula such as 4mn + n²."""
    total = 0
    for term in text.split(" + "):
        count, factors = re.fullmatch(r"(\d*)(.*)", term).groups()
        value = int(count or 1)
        for letter, square in re.findall(r"([a-z])(²?)", factors):
            value *= letters[letter] ** (2 if square else 1)
        total += value
    return total


@pytest.mark.parametrize("name", LU_AND_SALEM)
def test_published_counts(name):
    cell = cells.find(name)
    counts = [parameters(cell, m, N) for m in (28, 1, 32)]
    assert (counts[0], counts[0] + N * 10 + 10, *counts[1:]) == LU_AND_SALEM[name]


def test_heads():
    assert parameters(cells.find("slstm(heads=4)"), M, N) == 4 * (M * N + N * N // 4 + N)
    assert parameters(cells.find("rglru(heads=4)"), N, N) == 2 * (N * N // 4 + N) + N


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
