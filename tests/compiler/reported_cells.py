"""Cells whose gradients the kernels once got wrong, or whose parameters shared a tensor."""

from recurra.ir import cell, relu, sigmoid, tanh, vector


@cell(states="h", sizes={"V": "0.5 * h"})
def lowrank(x, h, U, V, W, b):
    return tanh(U @ (V @ h) + W @ x + b)


@cell(states="h", sizes={"V": "0.5 * h"})
def lowrank_input(x, h, U, V, W, b):
    return tanh(U @ (V @ x) + W @ h + b)


@cell(states="h p")
def second_order(x, h, p, W, U, V, b):
    return tanh(W @ x + U @ h + V @ p + b), h


@cell(states="h f")
def stacked(x, h, f, W, U, A, b):
    n = tanh(W @ x + U @ f + b.f)
    return tanh(A @ n + b.h) + f, n


@cell(states="c h")
def k(x, c, h, A):
    n = c + x
    return n, A @ n + c


@cell(states="h")
def twice(x, h, W, U, b):
    return tanh(W @ x + b + U @ h + b)


@cell(states="h")
def twice_a_vector(x, h, W, p):
    return tanh(W @ x + (h + vector(p)) + vector(p))


@cell(states="h")
def names(x, h, W, U, U_c):
    return tanh(W @ x + U.a @ tanh(h) + U_c @ sigmoid(h) + U.c @ relu(h))


@cell(states="h")
def projected(x, h, U, projection_x, b):
    return tanh(x + projection_x * h + U @ h + b)


@cell(states="h")
def unread(x, skip, h, W, U, b):
    return tanh(W @ x + U @ h + b)


@cell(states="h c")
def products_only(x, h, c, W, U, V):
    v = W @ h + h
    return tanh(U @ x + W @ v), tanh(V @ x)


@cell(states="h")
def gradient_in_the_loop(x, h, W):
    """The gradient of x is made in the loop, where the gradient of h needs it."""
    return sigmoid(W.k @ (W.j @ h + x) + h)


ALL = (
    lowrank, lowrank_input, second_order, stacked, k, twice, twice_a_vector, names, projected,
    unread, products_only, gradient_in_the_loop,
)  # fmt: skip
