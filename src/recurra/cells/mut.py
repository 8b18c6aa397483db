"""The three best cells of an evolutionary search.

Equations as in a public TensorFlow port of the paper (class JZSCell, read), which starts the gates'
biases at 1. MUT1 and MUT2 let the input in element by element: an input of another width than the
state is projected.
"""

from recurra.ir import cell, sigmoid, tanh

_CITE = (
    "Jozefowicz, Zaremba, Sutskever 2015, An empirical exploration of recurrent network "
    "architectures"
)
_START = {"b.z": "-forget_bias"}


@cell(states="h", cite=_CITE, init=_START)
def mut1(x, h, W, U, b):
    """MUT1: the update gate sees the input alone; z near 0 keeps the state."""
    z = sigmoid(W.z @ x + b.z)
    r = sigmoid(W.r @ x + U.r @ h + b.r)
    g = tanh(U.h @ (r * h) + tanh(x) + b.h)
    return g * z + h * (1 - z)


@cell(states="h", cite=_CITE, init=_START)
def mut2(x, h, W, U, b):
    """MUT2: the reset gate sees the input itself; z near 0 keeps the state."""
    z = sigmoid(W.z @ x + U.z @ h + b.z)
    r = sigmoid(x + U.r @ h + b.r)
    g = tanh(U.h @ (r * h) + W.h @ x + b.h)
    return g * z + h * (1 - z)


@cell(states="h", cite=_CITE, init=_START)
def mut3(x, h, W, U, b):
    """MUT3: the update gate sees the squashed state; z near 0 keeps the state."""
    z = sigmoid(W.z @ x + U.z @ tanh(h) + b.z)
    r = sigmoid(W.r @ x + U.r @ h + b.r)
    g = tanh(U.h @ (r * h) + W.h @ x + b.h)
    return g * z + h * (1 - z)
