"""Long short-term memory with a forget gate, and the cell of 1997 without one."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h c",
    cite="Gers, Schmidhuber, Cummins 2000, Learning to forget",
    init={"b.f": "forget_bias", "b.i": "input_bias"},
)
def lstm(x, h, c, W, U, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """The LSTM of `torch.nn.LSTM`: three gates, no peepholes; its functions are options."""
    i = gate(W.i @ x + U.i @ h + b.i)
    f = gate(W.f @ x + U.f @ h + b.f)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(W.o @ x + U.o @ h + b.o)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite="Hochreiter, Schmidhuber 1997, Long short-term memory")
def lstm1997(x, h, c, W, U, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """The cell of 1997: it adds to its memory and never forgets.

    It is not the whole paper: memory blocks of several cells and its truncated gradient are left
    out, and tanh stands for its scaled logistic functions.
    """
    i = gate(W.i @ x + U.i @ h + b.i)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(W.o @ x + U.o @ h + b.o)
    c = c + i * g
    return o * cell_output(c), c
