"""Cells that say what the language can beyond products and functions of one unit."""

from recurra.ir import (
    block,
    cell,
    exp,
    floor,
    mean,
    mod,
    relu,
    sigmoid,
    softmax,
    sqrt,
    sum,
    tanh,
    vector,
)


@cell(states="h")
def antisymmetric(x, h, W, U, b):
    """Chang et al. 2019, without the diffusion and the step."""
    return tanh((U - U.T) @ h + W @ x + b)


@cell(states="h", sizes={"U": "h + 2"})
def tied(x, h, U, W, b):
    """Encoded and decoded by one matrix."""
    return tanh(U.T @ sigmoid(U @ h) + W @ x + b)


@cell(states="h s", sizes={"s": "h + 2"})
def first_transposed(x, h, s, U, W, V):
    """The transpose stands before the matrix, of other operands."""
    new = tanh(U.T @ s + W.h @ x)
    return new, tanh(U @ (new * h) + W.s @ x + 0.5 * (V.T @ h))


@cell(states="h")
def blocks_transposed(x, h, W, U, b, *, heads=2):
    """A sum of multiples of block-diagonal matrices."""
    U = block(U, heads)
    return tanh((0.5 * U.a - U.b.T / 2 - U.a.T) @ h + W @ x + b)


@cell(states="h", sizes={"V": "0.5 * h"})
def low_rank(x, h, U, V, W, b):
    """Of half the rank."""
    return tanh(U @ (V @ h) + W @ x + b)


@cell(states="h")
def attentive(x, h, W, U):
    """Softmax over all units and over two heads."""
    new = W @ x + U @ h
    sums = tanh(sum(new * h, 2) - 0.1 * sum(h * new))
    return softmax(new) * 3 + softmax(2 * new, heads=2) * h - sums


@cell(states="h last", sizes={"last": "x"})
def gru_d(x, mask, gap, h, last, W, U, V, w, b):
    """Che et al. 2018: what is missing decays from what was last seen to the mean, 0."""
    seen = mask * x + (1 - mask) * last
    fading = exp(-relu(vector(w) * gap + b.x))
    given = mask * x + (1 - mask) * fading * seen
    h = exp(-relu(W.d @ gap + b.d)) * h
    r = sigmoid(W.r @ given + U.r @ h + V.r @ mask + b.r)
    z = sigmoid(W.z @ given + U.z @ h + V.z @ mask + b.z)
    n = tanh(W.n @ given + U.n @ (r * h) + V.n @ mask + b.n)
    return (1 - z) * h + z * n, seen


@cell(states="h")
def phased(x, time, h, W, U, period, shift, b):
    """Neil et al. 2016: units are open in a part of their period."""
    phase = mod(time - vector(shift), vector(period)) / vector(period)
    opened = relu(1 - 4 * phase)
    return opened * tanh(W @ x + U @ h + b) + (1 - opened) * h


@cell(states="h r", sizes={"r": "6"})
def register(x, h, r, W, A, B, U, b):
    """The last four of six units move two places on, by a matrix; the first come from x."""
    r = tanh(A @ x + B @ r[0:4])
    return tanh(W @ x + U.a @ r[4:] + U.b @ (r[0:2] * r[2:4]) + b), r


@cell(states="h")
def powers(x, h, W, U):
    """Whole, half and other powers."""
    a = 1 + sigmoid(W @ x + U @ h)
    return tanh(a**3 - a**-2 + a**0.5 - a**-1.5 + a**0.3 + a**h + 2**h - 8)


@cell(states="h")
def stepped(x, h, W, U):
    """floor has no derivative."""
    a = W @ x + U @ h
    return tanh(a) * floor(2 * h) + (a - mean(a)) / sqrt(sum(a * a) + 1)


SMOOTH = (
    antisymmetric, tied, first_transposed, blocks_transposed, low_rank, attentive, register,
    powers,
)  # fmt: skip
ALL = (*SMOOTH, gru_d, phased, stepped)
