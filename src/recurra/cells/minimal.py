"""GRU and LSTM whose gates do not see the state: the loop over time holds no matrix.

The log-space form of both takes g(a) = a + 0.5 for a >= 0, sigmoid(a) below, for the candidate, so
that it is positive. g and the sequential forms were read in public ports of the paper (lucidrains/
minGRU-pytorch and one by C. Heind); the parallel scan of the paper is another way to the same
numbers. Its states start above 0, here they start at 0.
"""

from recurra.errors import unknown
from recurra.ir import cell, minimum, relu, sigmoid, softplus
from recurra.words import say

_CITE = "Feng et al. 2024, Were RNNs all we needed?, arXiv 2410.01201"
_FORMS = ("linear", "log")


@cell(states="h", cite=_CITE, init={"b.z": "-forget_bias"})
def mingru(x, h, W, b, *, form="linear"):
    """minGRU: a leaky average of the input whose leak the input decides; z near 0 keeps."""
    if form not in _FORMS:
        raise unknown(say("nouns.form"), form, _FORMS)
    z = sigmoid(W.z @ x + b.z)
    g = W.h @ x + b.h
    g = relu(g) + sigmoid(minimum(g, 0)) if form == "log" else g
    return (1 - z) * h + z * g


@cell(states="h", cite=_CITE, init={"b.f": "forget_bias", "b.i": "input_bias"})
def minlstm(x, h, W, b, *, form="linear"):
    """minLSTM: forget and input gate are divided by their sum, f / (f + i) and i / (f + i)."""
    if form not in _FORMS:
        raise unknown(say("nouns.form"), form, _FORMS)
    # f / (f + i) of f = sigmoid(b), i = sigmoid(a), also where both are too small for a number
    f = sigmoid(softplus(-(W.i @ x + b.i)) - softplus(-(W.f @ x + b.f)))
    g = W.h @ x + b.h
    g = relu(g) + sigmoid(minimum(g, 0)) if form == "log" else g
    return f * h + (1 - f) * g
