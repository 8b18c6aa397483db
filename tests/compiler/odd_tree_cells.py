"""Cells for trees that no paper proposes; each has a shape of graph that is easy to get wrong."""

from recurra.ir import block, cell, exp, mean, relu, scalar, sigmoid, sqrt, tanh, total, vector


def normed(a):
    centred = a - mean(a)
    return centred / sqrt(mean(centred * centred) + 1e-5)


@cell(states="h c", children="any", sizes={"U.h": "h"})
def layer_normed(x, children, W, U, g, b):
    """Means over units of a node and of each child."""
    past = total(normed(U.h @ k.h) for k in children)
    c = vector(g) * normed(W.u @ x + U.u @ past) + total(sigmoid(U.f @ k.h) * k.c for k in children)
    return tanh(c + b), c


@cell(states="h", children=2)
def normed_pair(x, left, right, W, U, b):
    """Means of sums of products, of states and of an input."""
    a = normed(W @ x + U.l @ left.h + U.r @ right.h) + mean(left.h) * mean(x) + b
    return tanh(a)


@cell(states="h", children="any", sizes={"U.a": "2 * h"})
def attending(x, children, W, U, b):
    """One number for each child, one of the node, and their ratio."""
    weight = total(exp(mean(U.a @ k.h)) for k in children)
    past = total(exp(mean(U.a @ k.h)) / (1 + weight) * k.h for k in children)
    return tanh(W @ x + U.h @ past + b) + weight * 0.01


@cell(states="h c", children=2)
def heads(x, left, right, W, U, V, b):
    """Block-diagonal matrices on inputs, states and functions of them."""
    W, U, V = block(W, 3), block(U, 3), block(V, 3)
    i = sigmoid(W.i @ x + U.i.l @ left.h + U.i.r @ right.h + b.i)
    c = i * tanh(V @ tanh(i + U.u.l @ left.h)) + 0.5 * (left.c + right.c)
    return tanh(c), c


@cell(states="h", children=2)
def heads_of_leaves(left, right, W, b):
    """Block-diagonal matrices with a version for leaves."""
    W = block(W, 3)
    return tanh(W.l @ left.rep + W.r @ right.rep + b)


@cell(states="h c", children="any")
def of_parameters(x, children, W, U, a, s, b):
    """Values of parameters alone, of vectors and of numbers."""
    rate = sigmoid(vector(a.r) + b.r)
    weight = exp(scalar(s)) * 0.2
    c = rate * tanh(W @ x + b.u) + total(
        relu(weight + U @ k.h) * k.c * (1 - rate) for k in children
    )
    return tanh(c) * vector(a.o), c


ODD_TREES = {
    c.name: c for c in (layer_normed, normed_pair, attending, heads, heads_of_leaves, of_parameters)
}
