"""Legal cells for trees that no paper has, each odd in the way its docstring says."""

from recurra.ir import cell, mean, relu, sigmoid, tanh, total, vector


@cell(states="h p", children=2)
def shift(x, left, right, W, U, b):
    """The new p is the left child's old h."""
    return tanh(W @ x + U.l @ left.h + U.r @ right.p + b), left.h


@cell(states="h g", children=2)
def ghost(x, left, right, W, U, b):
    """Nobody reads g."""
    return tanh(W.h @ x + U.l @ left.h + U.r @ right.h + b), W.g @ x


@cell(states="h k", children="any")
def constant(x, children, W, U, b, p):
    """The new k is a parameter."""
    return tanh(W @ x + total(U @ k.h for k in children) + b), vector(p)


@cell(states="h k", children=2)
def number(x, left, right, W, U, b):
    """The new k is a number."""
    return tanh(W @ x + U @ left.h + b + left.k), 0.5 + 0.0 * left.k


@cell(states="h", children=2)
def one_sided(left, right, W, b):
    """Only the left child is read; leaves are inputs alone."""
    return tanh(W @ left.rep + b)


@cell(states="h c", children=2, output="c")
def unheard(x, left, right, W, U, V, b):
    """The output does not depend on the words."""
    return tanh(W @ x + U @ left.h + b), sigmoid(V @ left.c)


@cell(states="h", children=2)
def childless(x, left, right, W, b):
    """The word alone counts."""
    return relu(W @ x + b)


@cell(states="h", children="any")
def wordless(x, children, U, b):
    """No word counts."""
    return tanh(total(U @ k.h for k in children) + b)


@cell(states="h c", children="any", sizes={"c": "2 * h"})
def two_sizes(x, children, W, U, V, b):
    """States of two sizes, a mean, a gate on each child."""
    c = W.c @ x + total(sigmoid(mean(k.c)) * k.c for k in children)
    return tanh(V @ c + total(U @ k.h for k in children) + b), c


@cell(states="h", children=2)
def identical(x, left, right, W):
    """The new state is the left one."""
    return left.h + 0.0 * (W @ x)


@cell(states="h c", children="any")
def shared_gate(x, children, W, p, A):
    """One gate of the node on all of its children, and one that is the same at every node."""
    kept = total(sigmoid(W @ x) * k.c for k in children)
    return tanh(A @ kept), W.c @ x + total(sigmoid(vector(p)) * k.c for k in children)


ALL = (
    shared_gate,
    shift, ghost, constant, number, one_sided, unheard, childless, wordless, two_sizes, identical
)  # fmt: skip
