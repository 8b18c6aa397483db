"""LSTM whose gates see the memory through one weight a unit."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h c",
    cite="Gers, Schraudolph, Schmidhuber 2002, Learning precise timing with LSTM",
    init={"b.f": "forget_bias", "b.i": "input_bias"},
)
def peephole(x, h, c, W, U, p, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """LSTM with peepholes: input and forget gate see the old memory, the output gate the new.

    The vanilla LSTM of Greff et al. (arXiv 1503.04069), and the first of Breuel's two.
    """
    i = gate(W.i @ x + U.i @ h + p.i * c + b.i)
    f = gate(W.f @ x + U.f @ h + p.f * c + b.f)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    c = f * c + i * g
    o = gate(W.o @ x + U.o @ h + p.o * c + b.o)
    return o * cell_output(c), c
