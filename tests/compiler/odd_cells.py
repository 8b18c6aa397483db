"""Cells that no paper proposes; each has a shape of graph that is easy to get wrong."""

import language_cells

from recurra.ir import (
    absolute,
    block,
    cell,
    cos,
    exp,
    log,
    maximum,
    mean,
    minimum,
    relu,
    scalar,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tanh,
    vector,
)


@cell(states="h")
def linear(x, h, W, U, b):
    """The sum of products is the state."""
    return W @ x + U @ h + b


@cell(states="h")
def bare(x, h, W):
    """The state is a product, and it is never read."""
    return W @ x


@cell(states="h s", sizes={"s": "2 * h"})
def hidden_context(x, h, s, A, B, P, R):
    """A state of another size that the output does not show."""
    s = 0.1 * (B @ x) + 0.9 * s
    return sigmoid(P @ s + A @ x + R @ h), s


@cell(states="h s", sizes={"s": "h + 1"})
def late_context(x, h, s, A, B, P, R):
    """The fast units see the context of the step before."""
    new = 0.1 * (B @ x) + 0.9 * s
    return sigmoid(P @ s + A @ x + R @ h), new


@cell(states="h s", sizes={"s": "2 * h"})
def entangled(x, h, s, W, U, P, Q, b):
    """Two sizes in one cycle."""
    new = tanh(P @ h + Q @ x + b.s)
    return tanh(W @ x + U @ new + b.h), new * s


@cell(states="h")
def elementwise(x, h, a):
    """No product at all."""
    return sigmoid(vector(a)) * h + x


@cell(states="h", sizes={"V": "h + 2"})
def deep_input(x, h, V, W, U, b):
    """A product of a function of a product of the input."""
    return tanh(W @ tanh(V @ x) + U @ relu(h) + b)


@cell(states="h", sizes={"U": "h + 2"})
def deep_state(x, h, W, U, V, b):
    """A product of a function of a product of the state."""
    return tanh(W @ x + V @ tanh(U @ h + b.u) + b.v) + 0.5 * h


@cell(states="h")
def every_function(x, h, W, U, a, k):
    """All primitives, away from kinks and poles."""
    u = tanh(W @ x + U @ h)
    v = maximum(u, 0.3 * h) + minimum(u, a * h) + absolute(u - 0.1) - relu(-u)
    w = log(1.5 + exp(v)) / (1.0 + softplus(h)) + sqrt(2.0 + v * v) - cos(u) * sin(h)
    return scalar(k) * tanh(w - v) - (-u) / 3.0


@cell(states="h m")
def running_maximum(x, h, m, W, U, b):
    """A state that is a maximum, as a stabiliser."""
    f = W.f @ x + U.f @ h + b.f
    m2 = maximum(f + m, W.i @ x)
    return exp(f + m - m2) * h + tanh(W.z @ x), m2


@cell(states="h g")
def twice(x, h, g, W, U, b):
    """Two states that are one value."""
    new = tanh(W @ x + U @ (h * g) + b)
    return new, new


@cell(states="h")
def shared(x, h, W, U, b):
    """One matrix used twice, one bias used twice."""
    return tanh(U @ h + b) + sigmoid(U @ tanh(W @ x) + b)


@cell(states="h", output="h")
def constant_product(x, h, W, U, q):
    """A product of parameters alone."""
    return tanh(W @ x + U @ h + U @ sigmoid(vector(q)))


@cell(states="h p")
def remembered(x, h, p, W, U, V):
    """A state that is a product of the input, seen one step later."""
    new = W.p @ x
    return tanh(V @ p + W.h @ x + U @ h), new


@cell(states="h")
def gated_product(x, h, W, U, b):
    """A product is read as it is, and kept."""
    return (W.a @ x) * (U.a @ h) * 0.5 + tanh(W.b @ x + b)


@cell(states="h")
def two_inputs(x, mask, h, W, V, U, b):
    """Two inputs, one of them also element by element."""
    return tanh(W @ x + U @ h + b) * sigmoid(V @ mask) + 0.1 * h


@cell(states="h c")
def heads(x, h, c, W, U, V, b):
    """Block-diagonal matrices beside a whole one, on states, on an input, on a gated state."""
    U, V = block(U, 3), block(V, 3)
    z = tanh(W.z @ x + U.z @ h + b.z)
    f = sigmoid(W.f @ x + U.f @ h + V.c @ c)
    c = f * c + (1 - f) * z
    return tanh(V.h @ (f * c) + U.h @ h + h), c


@cell(states="h", sizes={"U": "2 * h"})
def input_heads(x, h, W, U, b):
    """A block-diagonal matrix on an input that enters element by element; no product in a loop."""
    a = sigmoid(block(W.a, 3) @ x + b.a)
    return a * h + (1 - a) * (block(W.x, 3) @ tanh(U @ x)) + x


def normed(*parts):
    """Parts of one long vector, normalised over all of it."""
    middle = sum(mean(p) for p in parts) / len(parts)
    off = [p - middle for p in parts]
    variance = sum(mean(o * o) for o in off) / len(parts)
    return [o / sqrt(variance + 1e-5) for o in off]


@cell(states="h c")
def layer_normed(x, h, c, W, U, g, b):
    """Means of products of the state, of products of the input, and of a new state."""
    wi, wf = normed(W.i @ x, W.f @ x)
    ui, uf = normed(U.i @ h, U.f @ h)
    f = sigmoid(g.f * uf + g.wf * wf + b.f)
    c = f * c + (1 - f) * tanh(g.i * ui + g.wi * wi + b.i)
    (n,) = normed(c)
    return tanh(g.c * n + b.c), c


@cell(states="h s", sizes={"s": "2 * h"})
def means_across(x, h, s, W, P, U, a, k):
    """One number of a row, made of units of one size, in units of another; of an input; of a state
    before; of a gate after a product of the new state."""
    m = mean(h) - scalar(k) * mean(x)
    s = tanh(P @ x + m) + 0.5 * s * exp(-mean(s * s))
    r = sigmoid(U @ s + W @ x)
    return r * tanh(mean(r) + vector(a)) + 0.1 * mean(s), s


@cell(states="h")
def mean_alone(x, h, W, k):
    """A mean of what no product reads, scaled by a number, as a gate for all units alike."""
    return sigmoid(scalar(k) * mean(h) + 0.5) * h + W @ x - mean(W @ x)


@cell(states="h")
def mean_of_parameters(x, h, W, U, p, b):
    """A mean of parameters alone; a product of what was normalised."""
    a = W @ x + b
    a = (a - mean(a)) / (1.0 + mean(absolute(a)))
    return tanh(U @ (a * h) + vector(p) - mean(vector(p))) * mean(a + h)


@cell(states="h i")
def gate_states(x, h, i, W, R, U):
    """A gate that sees itself a step before, and is a state."""
    i = sigmoid(W.i @ x + R.i @ i + R.h @ h)
    return (1 - i) * h + i * tanh(W.g @ x + U @ h), i


@cell(states="y re im", sizes={"re": "2 * y"})
def complex_pair(x, y, re, im, B, C, nu, theta):
    """A complex diagonal recurrence as a pair of real states; the output is read from it."""
    radius, angle = exp(-exp(vector(nu))), exp(vector(theta))
    a, b = radius * (1 - angle * angle / 2), radius * angle
    new = a * re - b * im + B.re @ x
    im = b * re + a * im + B.im @ x
    return C.re @ new - C.im @ im, new, im


@cell(states="h c n m", start={"m": float("-inf")})
def stabilised(x, h, c, n, m, W, R, b):
    """Exponential gates by heads, held in range by a running maximum."""
    R = block(R, 3)
    i, f = W.i @ x + R.i @ h + b.i, m - softplus(-(W.f @ x + R.f @ h + b.f))
    m = maximum(f, i)
    c = exp(f - m) * c + exp(i - m) * tanh(W.z @ x + R.z @ h + b.z)
    n = exp(f - m) * n + exp(i - m)
    return c / n, c, n, m


ALL = (
    linear, bare, hidden_context, late_context, entangled, elementwise, deep_input, deep_state,
    every_function, running_maximum, twice, shared, constant_product, remembered, gated_product,
    two_inputs, heads, input_heads, layer_normed, means_across, mean_alone, mean_of_parameters,
    gate_states, complex_pair, stabilised, *language_cells.ALL,
)  # fmt: skip
