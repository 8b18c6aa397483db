"""LSTM with exponential gates, a normaliser and a stabiliser."""

from recurra.errors import unknown
from recurra.ir import block, cell, exp, maximum, sigmoid, softplus, tanh
from recurra.words import say

_FORGET = ("sigmoid", "exp")
_BEFORE = -1e30  # the stabiliser before the first step, which then is the first input gate's


@cell(
    states="h c n m",
    cite="Beck et al. 2024, xLSTM: extended long short-term memory, arXiv 2405.04517",
    start={"m": _BEFORE},
    init={"b.f": "forget_bias", "b.i": "input_bias"},
)
def slstm(x, h, c, n, m, W, R, b, *, heads=1, forget="sigmoid"):
    """sLSTM of the xLSTM: c / n is an average of what came in; m keeps exponentials finite.

    heads: recurrent matrices are block-diagonal, units of one head see each other (4 in the
    authors' code). forget: sigmoid or exp. The state alone, without the convolution, group norm
    and projections of the authors' block; their code (NX-AI/xlstm, slstm.py, read) starts at zero
    and takes the input gate for m while n is zero, which starting m far below 0 does as well.
    """
    if forget not in _FORGET:
        raise unknown(say("nouns.forget_gate"), forget, _FORGET)
    R = block(R, heads)
    a = W.i @ x + R.i @ h + b.i
    s = W.f @ x + R.f @ h + b.f
    z = tanh(W.z @ x + R.z @ h + b.z)
    o = sigmoid(W.o @ x + R.o @ h + b.o)
    log_f = -softplus(-s) if forget == "sigmoid" else s
    past = log_f + m
    m = maximum(past, a)
    i = exp(a - m)
    f = exp(past - m)
    c = f * c + i * z
    n = f * n + i
    return o * c / n, c, n, m
