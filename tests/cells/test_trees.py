"""Tree cells: counts by hand, and their numbers against NumPy from the papers' equations."""

import numpy as np
import pytest
import torch

from recurra import cells, nn
from recurra.compiler.measure import parameters
from recurra.nn import Forest

M, N = 7, 4
TREE = Forest.of([([2, 2, 4, 4, 6, 6, -1], [0, 1, -1, 2, -1, 3, -1])])  # (((0 1) 2) 3)
COUNTS = {
    "rnn_tree": (2 * M * N + 2 * N * N + N),
    "rlstm": 8 * M * N + 13 * N * N + 4 * N,
    "nary": 4 * M * N + 10 * N * N + 4 * N,
    "childsum": 4 * M * N + 4 * N * N + 4 * N,
}


@pytest.mark.parametrize("name", cells.TREE_NAMES)
def test_parameters(name):
    network = nn.Recursive(name, M, N)
    own = sum(p.numel() for p in network.parameters())
    assert own == COUNTS[name] == parameters(cells.find(name), M, N)


def test_counts_of_the_paper():
    """Le & Zuidema at n = w = 50, without embeddings and classifier."""
    assert parameters(cells.find("rnn_tree"), 50, 50) == 10_050
    assert parameters(cells.find("rlstm"), 50, 50) == 52_700


def sigma(a):
    return 1 / (1 + np.exp(-a))


class Numbers:
    """A network in float64 with parameters by the equations' names, and the leaves' inputs."""

    def __init__(self, name, hidden=N):
        torch.manual_seed(3)
        self.network = nn.Recursive(name, M, hidden, dtype=torch.float64)
        self.x = torch.randn(4, M, dtype=torch.float64)
        layer = self.network._layer
        self.of = {}
        for group in layer.graph.groups:
            for param in group.params:
                stored, rows = layer.rows(param)
                self.of[param] = getattr(self.network, stored)[rows].detach().numpy()

    def __getitem__(self, name):
        return self.of[name]

    def root(self):
        return self.network(TREE, self.x).roots[0].detach().numpy()


def folded(compose, leaf, x):
    """(((0 1) 2) 3) from a function of two children."""
    left = leaf(x[0])
    for number in (1, 2, 3):
        left = compose(left, leaf(x[number]))
    return left


def test_recursive_network():
    """lephong/lstm-rnn, RNN.cpp, forward: Ww for leaves, W for inner children, by side."""
    p = Numbers("rnn_tree")

    def compose(left, right):
        terms = [
            p[f"W.{side}.leaf" if leaf else f"W.{side}"] @ v
            for side, (leaf, v) in (("l", left), ("r", right))
        ]
        return False, np.tanh(terms[0] + terms[1] + p["b"])

    _, expected = folded(compose, lambda x: (True, x), p.x.numpy())
    np.testing.assert_allclose(p.root(), expected, rtol=0, atol=1e-14)


def test_recursive_lstm():
    """lephong/lstm-rnn, RNN.cpp, forward, second branch: dir is the child, 1 - dir its sibling."""
    p = Numbers("rlstm")

    def compose(left, right):
        children = (left, right)
        gates = {"i": [None, None], "f": [None, None]}
        for gate, found in gates.items():
            found[:] = [p[f"b.{gate}"].copy(), p[f"b.{gate}"].copy()]
            for side, (leaf, rep, c) in enumerate(children):
                kind = ".leaf" if leaf else ""
                found[side] += p[f"W.{gate}.own{kind}"] @ rep
                found[1 - side] += p[f"W.{gate}.sib{kind}"] @ rep
                if not leaf:
                    found[side] += p[f"M.{gate}.own"] @ c
                    found[1 - side] += p[f"M.{gate}.sib"] @ c
        inside, out, c = p["b.u"].copy(), p["b.o"].copy(), np.zeros(N)
        for side, (leaf, rep, memory) in enumerate(children):
            name, kind = "lr"[side], ".leaf" if leaf else ""
            inside += sigma(gates["i"][side]) * (p[f"V.{name}{kind}"] @ rep)
            out += p[f"W.o.{name}{kind}"] @ rep
            if not leaf:
                c = c + sigma(gates["f"][side]) * memory
        c = c + np.tanh(inside)
        return False, sigma(out + p["M.o"] @ c) * np.tanh(c), c

    _, expected, _ = folded(compose, lambda x: (True, x, None), p.x.numpy())
    np.testing.assert_allclose(p.root(), expected, rtol=0, atol=1e-14)


def test_nary():
    """Tai et al. 2015, equations 9 to 14; W x is zero at nodes without an input."""
    p = Numbers("nary")

    def node(x, children):
        def gate(k, ways):
            found = p[f"W.{k}"] @ x + p[f"b.{k}"]
            pairs = zip(ways, children, strict=False)  # a leaf has no children
            return sum((p[f"U.{k}.{w}"] @ h for w, (h, _) in pairs), found)

        i, o, u = sigma(gate("i", "lr")), sigma(gate("o", "lr")), np.tanh(gate("u", "lr"))
        forget = [sigma(gate("f", ways)) for ways in (("ll", "lr"), ("rl", "rr"))]
        c = i * u + sum(f * memory for f, (_, memory) in zip(forget, children, strict=False))
        return o * np.tanh(c), c

    zero = np.zeros(M)
    made = folded(lambda a, b: node(zero, [a, b]), lambda x: node(x, []), p.x.numpy())
    np.testing.assert_allclose(p.root(), made[0], rtol=0, atol=1e-14)


def test_childsum():
    """Tai et al. 2015, equations 2 to 8."""
    p = Numbers("childsum")

    def node(x, children):
        past = sum((h for h, _ in children), np.zeros(N))
        i, o, u = (p[f"W.{k}"] @ x + p[f"U.{k}"] @ past + p[f"b.{k}"] for k in "iou")
        c = sigma(i) * np.tanh(u)
        for h, memory in children:
            c = c + sigma(p["W.f"] @ x + p["U.f"] @ h + p["b.f"]) * memory
        return sigma(o) * np.tanh(c), c

    zero = np.zeros(M)
    made = folded(lambda a, b: node(zero, [a, b]), lambda x: node(x, []), p.x.numpy())
    np.testing.assert_allclose(p.root(), made[0], rtol=0, atol=1e-14)


def test_forget_bias_is_where_the_equations_have_it():
    for name in ("rlstm", "nary", "childsum"):
        network = nn.Recursive(name, M, N, forget_bias=1.0)
        stored, rows = network._layer.rows("b.f")
        assert (getattr(network, stored)[rows] == 1).all()
