"""LSTM whose gates see the memory through one weight a unit."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h c",
    cite="Gers, Schraudolph, Schmidhuber 2002, Learning precise timing with LSTM",
    init={"b.f": "forget_bias", "b.i": "input_bias"},
)
def peephole(x, h, c, W, U, p, b):
    """LSTM with peepholes: input and forget gate see the old memory, the output gate the new."""
    i = sigmoid(W.i @ x + U.i @ h + p.i * c + b.i)
    f = sigmoid(W.f @ x + U.f @ h + p.f * c + b.f)
    g = tanh(W.g @ x + U.g @ h + b.g)
    c = f * c + i * g
    o = sigmoid(W.o @ x + U.o @ h + p.o * c + b.o)
    return o * tanh(c), c
