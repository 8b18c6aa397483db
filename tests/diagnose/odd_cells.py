"""Legal cells of one's own that no paper has: what every part of the workbench must take.

Each is odd in one way, which its docstring says. A file like that of a user:
`recurra compare digits --cells tests/diagnose/odd_cells.py:shift` runs one.
"""

from recurra.ir import (
    block,
    cell,
    cos,
    exp,
    floor,
    maximum,
    mean,
    relu,
    scalar,
    sigmoid,
    softmax,
    tanh,
    vector,
)  # fmt: skip


@cell(states="h n")
def shift(x, h, n, W, U, b):
    """A shift register: the new state of n is the old one of h."""
    return tanh(W @ x + U @ n + b), h


@cell(states="h p")
def second_order(x, h, p, W, U, V, b):
    """Reads the last two states."""
    return tanh(W @ x + U @ h + V @ p + b), h


@cell(states="h f")
def stacked(x, h, f, W, U, A, b):
    """Two layers in one cell; the output skips one."""
    n = tanh(W @ x + U @ f + b.f)
    return tanh(A @ n + b.h) + f, n


@cell(states="h p q")
def delayed(x, h, p, q, W, U, b):
    """A state of three steps ago is the only one that counts."""
    return tanh(W @ x + U @ q + b), h, p


@cell(states="h k")
def constant(x, h, k, W, U, b):
    """The new k is a number, whatever happened."""
    return tanh(W @ x + U @ h + b + 0.1 * k), 0.5 + 0.0 * k


@cell(states="h k")
def learned_constant(x, h, k, W, U, b, p):
    """The new k is a parameter."""
    return tanh(W @ x + U @ h + b + k), vector(p)


@cell(states="h g")
def ghost(x, h, g, W, U, b):
    """No equation reads g, nor does the output."""
    return tanh(W @ x + U @ h + b), W.g @ x


@cell(states="h c")
def dangling(x, h, c, W, U, b):
    """A memory c that only reads itself and the output."""
    return tanh(W @ x + U @ h + b), 0.5 * c + h


@cell(states="h c")
def frozen(x, h, c, W, U, b):
    """The memory never changes."""
    return tanh(W @ x + U @ h + b + c), c


@cell(states="h c", start={"c": "learned"})
def frozen_learned(x, h, c, W, U, b):
    """The memory never changes and starts with learned values."""
    return tanh(W @ x + U @ h + b + c), c


@cell(states="h")
def deaf(x, h, W, U, b):
    """Depends on its own past alone; the input reaches nothing that counts."""
    return tanh(U @ h + b + 0.0 * (W @ x))


@cell(states="h c", output="c", start={"c": 0.5})
def unheard(x, h, c, W, U, V, b):
    """The output does not depend on the input, which only another state reads."""
    return tanh(W @ x + U @ h + b), sigmoid(V @ c)


@cell(states="h")
def forgetful(x, h, W, b):
    """No recurrence at all: the old state is not read."""
    return relu(W @ x + b)


@cell(states="h", start={"h": "learned"})
def pure_memory(x, h, W):
    """Adds up; starts with learned values."""
    return h + W @ x


@cell(states="h")
def identical(x, h, W):
    """The new state is the old one: it never answers."""
    return 1.0 * h + 0.0 * (W @ x)


@cell(states="h c s", sizes={"c": "0.5 * h", "s": "2 * h"})
def three_sizes(x, h, c, s, W, U, V, A, B, b):
    """Three states of different sizes."""
    n = sigmoid(V @ c + W.c @ x) * c
    m = 0.9 * s + 0.1 * (A @ n)
    return tanh(W.h @ x + U @ h + B @ m + b), n, m


@cell(states="h c", output="c h")
def two_outputs(x, h, c, W, U, V, b):
    """Both states are the output, in another order."""
    return tanh(W.h @ x + U @ h + b), 0.5 * c + V @ h + W.c @ x


@cell(states="h")
def blocks(x, h, W, U, b, *, heads=2):
    """Block-diagonal recurrence, gated."""
    U = block(U, heads)
    f = sigmoid(W.f @ x + U.f @ h + b.f)
    return f * h + (1 - f) * tanh(W.h @ x + U.h @ h + b.h)


@cell(states="h")
def scaled(x, h, W, U, b, a):
    """One number as a gate of all units."""
    keep = sigmoid(scalar(a))
    return keep * h + (1 - keep) * tanh(W @ x + U @ h + b)


@cell(states="h")
def averaged(x, h, W, U, b):
    """The mean over units takes part, and a gate of one unit."""
    open_ = sigmoid(mean(W.o @ x + h))
    return open_ * tanh(W @ x + U @ h + b) + 0.1 * mean(h)


@cell(states="h m")
def largest(x, h, m, W, U, b):
    """A running maximum that counts."""
    new = tanh(W @ x + U @ h + b + 0.1 * m)
    return new, maximum(m, new)


@cell(states="c h", output="h")
def swapped(x, c, h, W, U, b):
    """States change places at each step."""
    return tanh(W @ x + U @ c + b), c


@cell(states="h")
def decayed(x, h, W, U, b, d):
    """An exponential of a parameter as a gate, which is the same at every step."""
    return exp(-relu(vector(d))) * h + tanh(W @ x + U @ h + b)


@cell(states="h")
def optional(x, h, W, U, b, *, act=tanh, keep=0.5):
    """Options: a function and a number."""
    return keep * h + (1 - keep) * act(W @ x + U @ h + b)


@cell(states="h z")
def turned(x, h, z, W, b, a):
    """Waves of a phase that grows with time."""
    phase = z + vector(a)
    return cos(phase) * tanh(W @ x + b), phase


@cell(states="h")
def two_inputs(x, gap, h, W, V, U, b):
    """Two inputs, in products."""
    return exp(-relu(V @ gap)) * tanh(W @ x + U @ h + b)


@cell(states="h")
def unread(x, gap, h, W, U, b):
    """An input that no equation reads."""
    return tanh(W @ x + U @ h + b)


@cell(states="h")
def elementwise(x, h, U, f):
    """The input enters element by element, by a projection of its own."""
    return tanh(x + U @ h) * sigmoid(vector(f))


@cell(states="h")
def output_gate(x, h, W, U, b):
    """The new state itself lies between 0 and 1 and multiplies."""
    g = sigmoid(W.g @ x + U.g @ h + b.g)
    return g * g


@cell(states="h")
def antisymmetric(x, h, W, U, b):
    """A matrix minus its own transpose."""
    return h + 0.1 * tanh(W @ x + U @ h - U.T @ h + b)


@cell(states="h")
def attending(x, h, W, U, b):
    """Units share a whole."""
    return softmax(W.a @ x + U.a @ h + b.a) * tanh(W.h @ x + U.h @ h + b.h)


@cell(states="h t")
def clockwork(x, h, t, W, U, b):
    """The second half of the units moves at every second step."""
    ticks = floor(0.5 * (t + 1)) - floor(0.5 * t)
    return ticks * tanh(W @ x + U @ h + b) + (1 - ticks) * h, t + 1


@cell(states="h last", sizes={"last": "x"})
def remembers_input(x, h, last, W, U, V, b):
    """A state as wide as the input holds the input of before."""
    return tanh(W @ x + U @ h + V @ (x - last) + b), 1.0 * x


ALL = (
    shift, second_order, stacked, delayed, constant, learned_constant, ghost, dangling, frozen,
    frozen_learned, deaf, unheard, forgetful, pure_memory, identical, three_sizes, two_outputs,
    blocks, scaled, averaged, largest, swapped, decayed, optional, turned, two_inputs, unread,
    elementwise, output_gate, antisymmetric, attending, clockwork, remembers_input,
)  # fmt: skip
