"""Gates are found in the graph, not by name."""

import pytest
from tests.diagnose.known import gated

from recurra.cells import find
from recurra.diagnose.factors import RULES, gates, label, ranges
from recurra.ir import (
    PRIMITIVES,
    cell,
    exp,
    floor,
    sigmoid,
    softmax,
    softplus,
    sum,
    tanh,
    vector,
)

EXPECTED = {
    "elman": [],
    "gru": ["r", "z"],
    "gru_original": ["r", "z"],
    "lstm": ["i", "f", "o"],
    "lstm1997": ["i", "o"],
    "peephole": ["i", "f", "o"],
    "lstm3": ["i", "f", "o"],
    "scrn": [],
    "scrn(learned=True)": ["a"],
    "nary": ["i", "o", "gate on left.c", "gate on right.c"],
    "childsum": ["i", "o", "f"],
    "rnn_tree": [],
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_gates_of_the_gallery(name, expected):
    graph = find(name).graph()
    assert [str(label(graph, g)) for g in gates(graph)] == expected


def test_gates_of_a_cell_of_ones_own():
    @cell(states="h")
    def own(x, h, W, a):
        decay = exp(-8 * softplus(vector(a)) * sigmoid(W.r @ x))
        return decay * h + sigmoid(W.i @ x) * tanh(W.g @ x)

    graph = own.graph()
    assert [label(graph, g) for g in gates(graph)] == ["r", "decay", "i"]
    by_name = {n.name: r for n, r in zip(graph.nodes, ranges(graph), strict=True)}
    assert by_name["decay"] == (0.0, 1.0)
    graph = gated.graph()
    assert [label(graph, g) for g in gates(graph)] == ["keep", "i"]


def test_the_shares_of_a_softmax_are_no_gates():
    @cell(states="h")
    def own(x, h, W, U):
        share = softmax(U.s @ h, heads=2)
        kept = exp(-floor(2 + sigmoid(h[0:4])))
        z = sigmoid(U.z @ kept) * sum(share)
        return share * h + (1 - share) * sigmoid(W.f @ x) * h + z * x

    graph = own.graph()
    names = {label(graph, g) for g in gates(graph)}
    assert "share" not in names and {"f", "z"} <= names
    by_name = {n.name: r for n, r in zip(graph.nodes, ranges(graph), strict=True)}
    assert by_name["share"] == (0.0, 1.0) and by_name["kept"] == (0.0, 1.0)


def test_every_rule_is_of_a_primitive():
    assert set(RULES) <= set(PRIMITIVES)
