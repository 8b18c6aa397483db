"""LSTM with simplified gates, continued: every gate is a constant.

LSTM6 as in the authors' code, atrakriv/Slim-LSTMs, slim22.py (read): i = 1, f = 0.4, o = 1. The
papers set other constants (0.59 is recalled, not read). No code of LSTM_C6 was found; the
abstract of arXiv 1901.06401 calls it LSTM6 "with further reduced cell body input block", which is
taken to be the vector of LSTM10.
"""

from recurra.ir import cell, tanh

_CITE = "Akandeh, Salem 2019, Slim LSTM networks: LSTM_6 and LSTM_C6, arXiv 1901.06401"


@cell(states="h c", cite=_CITE)
def lstm6(x, h, c, W, U, b, *, i=1.0, f=0.4, o=1.0, cell_input=tanh, cell_output=tanh):
    """All three gates are constants: a simple recurrent network with a leaky memory."""
    g = cell_input(W.g @ x + U.g @ h + b.g)
    c = f * c + i * g
    return o * cell_output(c), c


@cell(states="h c", cite=_CITE)
def lstm_c6(x, h, c, W, u, b, *, i=1.0, f=0.4, o=1.0, cell_input=tanh, cell_output=tanh):
    """LSTM6 with a vector in place of the candidate's recurrent matrix."""
    g = cell_input(W.g @ x + u.g * h + b.g)
    c = f * c + i * g
    return o * cell_output(c), c
