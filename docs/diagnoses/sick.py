"""Cells with an illness each, for docs/diagnoses.md."""

from recurra.ir import cell, relu, sigmoid, tanh


@cell(states="h c", init={"b.f": "0 - 6"})
def shut(x, h, c, W, U, b):
    """An LSTM whose forget gates start shut."""
    i = sigmoid(W.i @ x + U.i @ h + b.i)
    f = sigmoid(W.f @ x + U.f @ h + b.f)
    g = tanh(W.g @ x + U.g @ h + b.g)
    o = sigmoid(W.o @ x + U.o @ h + b.o)
    c = f * c + i * g
    return o * tanh(c), c


@cell(states="h", init={"b": "0 - 2"})
def dead(x, h, W, U, b):
    """Rectified units that start so low that many never fire."""
    return relu(W @ x + U @ h + b)


@cell(states="h c")
def adder(x, h, c, W, b):
    """A memory that adds up what it sees and never forgets."""
    c = c + sigmoid(W.g @ x + b.g)
    return tanh(c), c


@cell(states="h")
def jagged(x, h, W, U, b):
    """A network of steep steps."""
    return tanh(200 * (W @ x + U @ h + b))
