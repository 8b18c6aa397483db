"""LSTM with simplified gates (Lu & Salem): the candidate is that of the LSTM.

The authors' published code uses a hard sigmoid (`gate="hard_sigmoid"`) and starts the forget bias
at 0; here the gates are logistic as in the paper.
"""

from recurra.ir import cell, sigmoid, tanh

_CITE = "Lu, Salem 2017, Simplified gating in LSTM recurrent neural networks, arXiv 1701.03441"


@cell(states="h c", cite=_CITE, init={"b.f": "forget_bias", "b.i": "input_bias"})
def lstm1(x, h, c, W, U, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """Gates without the input: they see the hidden state and a bias."""
    i = gate(U.i @ h + b.i)
    f = gate(U.f @ h + b.f)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(U.o @ h + b.o)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_CITE)
def lstm2(x, h, c, W, U, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """Gates without input and bias: they see the hidden state alone."""
    i = gate(U.i @ h)
    f = gate(U.f @ h)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(U.o @ h)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_CITE, init={"b.f": "forget_bias", "b.i": "input_bias"})
def lstm3(x, h, c, W, U, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """Gates of a bias alone: constants that are learned, one for each unit."""
    i = gate(b.i)
    f = gate(b.f)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(b.o)
    c = f * c + i * g
    return o * cell_output(c), c
