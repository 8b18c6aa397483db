"""Cells for trees: the recursive network, the recursive LSTM, both Tree-LSTMs."""

from recurra.errors import unknown
from recurra.ir import cell, relu, sigmoid, tanh, total
from recurra.words import say

_FUNCTIONS = {"tanh": tanh, "relu": relu, "sigmoid": sigmoid}


def _function(name):
    if name not in _FUNCTIONS:
        raise unknown(say("nouns.nonlinearity"), name, _FUNCTIONS)
    return _FUNCTIONS[name]


@cell(states="h", children=2, cite="Socher et al. 2011, Parsing natural scenes; lephong/lstm-rnn")
def rnn_tree(left, right, W, b, *, nonlinearity="tanh"):
    """The recursive network: a matrix for each side, with a version of its own for leaves.

    Binary trees with inputs at the leaves. It is not the tensor network (Socher et al. 2013).
    """
    return _function(nonlinearity)(W.l @ left.rep + W.r @ right.rep + b)


@cell(
    states="h c",
    children=2,
    cite="Le, Zuidema 2015, Compositional distributional semantics with LSTM, arXiv 1503.02510",
    init={"b.f": "forget_bias", "b.i": "input_bias"},
)
def rlstm(left, right, W, V, M, b, *, nonlinearity="tanh"):
    """The recursive LSTM of Le & Zuidema, as in their code (lephong/lstm-rnn).

    Input and forget gate of each child, sharing matrices for "own" and "sibling"; whole matrices M
    on the memories; input gates act inside the tanh. Binary trees; a leaf is its input and has no
    memory. Not the Tree-LSTM of Tai et al.: there is no gate before the candidate, and the output
    gate sees the new memory.
    """
    f = _function(nonlinearity)

    def gate(k, own, sib):
        return sigmoid(
            W[k].own @ own.rep + W[k].sib @ sib.rep + M[k].own @ own.c + M[k].sib @ sib.c + b[k]
        )

    il, ir = gate("i", left, right), gate("i", right, left)
    fl, fr = gate("f", left, right), gate("f", right, left)
    u = f(il * (V.l @ left.rep) + ir * (V.r @ right.rep) + b.u)
    c = u + fl * left.c + fr * right.c
    o = sigmoid(W.o.l @ left.rep + W.o.r @ right.rep + M.o @ c + b.o)
    return o * f(c), c


_CITE = "Tai, Socher, Manning 2015, Improved semantic representations, arXiv 1503.00075"
_STARTS = {"b.f": "forget_bias", "b.i": "input_bias"}


@cell(states="h c", children="any", cite=_CITE, init=_STARTS)
def childsum(x, children, W, U, b):
    """The child-sum Tree-LSTM: any number of children without order, an input at any node.

    One forget gate for each child. A node without an input sees zero in its place.
    """
    past = total(k.h for k in children)
    i = sigmoid(W.i @ x + U.i @ past + b.i)
    o = sigmoid(W.o @ x + U.o @ past + b.o)
    u = tanh(W.u @ x + U.u @ past + b.u)
    c = i * u + total(sigmoid(W.f @ x + U.f @ k.h + b.f) * k.c for k in children)
    return o * tanh(c), c


@cell(states="h c", children=2, cite=_CITE, init=_STARTS)
def nary(x, left, right, W, U, b, *, cross=True):
    """The N-ary Tree-LSTM for at most two children in order, an input at any node.

    cross: each child's forget gate sees the other child, too (the off-diagonal matrices). Not the
    variant of the authors' released code, in which a leaf has no input gate and gates of inner
    nodes have a bias of their own.
    """
    i = sigmoid(W.i @ x + U.i.l @ left.h + U.i.r @ right.h + b.i)
    o = sigmoid(W.o @ x + U.o.l @ left.h + U.o.r @ right.h + b.o)
    u = tanh(W.u @ x + U.u.l @ left.h + U.u.r @ right.h + b.u)
    fl = W.f @ x + U.f.ll @ left.h + b.f
    fr = W.f @ x + U.f.rr @ right.h + b.f
    if cross:
        fl, fr = fl + U.f.lr @ right.h, fr + U.f.rl @ left.h
    c = i * u + sigmoid(fl) * left.c + sigmoid(fr) * right.c
    return o * tanh(c), c
