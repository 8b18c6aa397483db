"""LSTM with simplified gates, continued: a vector in place of each gate's matrix.

Equations and constants as in the authors' code, atrakriv/Slim-LSTMs, slim22.py (read), which names
arXiv 1707.04619, 1707.04623 and 1707.04626. It uses a hard sigmoid (`gate="hard_sigmoid"`); here
the gates are logistic as in the papers.
"""

from recurra.ir import cell, sigmoid, tanh

_PART1 = "Akandeh, Salem 2017, Simplified LSTM, part I, arXiv 1707.04619"
_PART2 = "Akandeh, Salem 2017, Simplified LSTM, part II, arXiv 1707.04623"
_PART3 = "Akandeh, Salem 2017, Simplified LSTM, part III, arXiv 1707.04626"
_BIASES = {"b.f": "forget_bias", "b.i": "input_bias"}


@cell(states="h c", cite=_PART1)
def lstm4(x, h, c, W, U, u, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """Gates that see each unit's own hidden state alone, without input and bias."""
    i = gate(u.i * h)
    f = gate(u.f * h)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(u.o * h)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_PART1, init=_BIASES)
def lstm5(x, h, c, W, U, u, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """Gates that see each unit's own hidden state and a bias."""
    i = gate(u.i * h + b.i)
    f = gate(u.f * h + b.f)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    o = gate(u.o * h + b.o)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_PART2)
def lstm4a(x, h, c, W, U, u, b, *, f=0.96, o=1.0, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """LSTM4 whose forget and output gates are constants; memory halves in 17 steps at 0.96."""
    i = gate(u.i * h)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_PART2, init={"b.i": "input_bias"})
def lstm5a(x, h, c, W, U, u, b, *, f=0.96, o=1.0, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """LSTM5 whose forget and output gates are constants."""
    i = gate(u.i * h + b.i)
    g = cell_input(W.g @ x + U.g @ h + b.g)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_PART3)
def lstm10(x, h, c, W, u, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """LSTM4 with a vector in the candidate, too: no recurrent matrix is left."""
    i = gate(u.i * h)
    f = gate(u.f * h)
    g = cell_input(W.g @ x + u.g * h + b.g)
    o = gate(u.o * h)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_PART3, init=_BIASES)
def lstm11(x, h, c, W, u, b, *, gate=sigmoid, cell_input=tanh, cell_output=tanh):
    """LSTM5 with a vector in the candidate, too: no recurrent matrix is left."""
    i = gate(u.i * h + b.i)
    f = gate(u.f * h + b.f)
    g = cell_input(W.g @ x + u.g * h + b.g)
    o = gate(u.o * h + b.o)
    c = f * c + i * g
    return o * cell_output(c), c
