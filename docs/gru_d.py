"""GRU-D: a GRU for data with gaps. Equations from memory; the paper was not read again.

`recurra compare DATA --missing mask+gap --cells gru,docs/gru_d.py:gru_d`
"""

from recurra.ir import cell, exp, relu, sigmoid, tanh

CITE = (
    "Che et al. 2018, Recurrent neural networks for multivariate time series with missing values, "
    "arXiv 1606.01865"
)


@cell(states="h", cite=CITE, init={"b.z": "-forget_bias"})
def gru_d(x, mask, gap, h, W, U, V, G, b, p, q):
    """Inputs and state decay with the time since values were seen; the gates see the mask.

    x holds the last value where none was seen, as the readers fill it forward, and is
    standardised, so that the mean it decays to is 0. Of each column, x, mask and gap are one each.
    """
    fade = exp(-relu(p.x * gap + q.x))
    seen = mask * x + (1 - mask) * (fade * x)
    decay = exp(-relu(G @ gap + q.h))
    h = decay * h
    z = sigmoid(W.z @ seen + U.z @ h + V.z @ mask + b.z)
    r = sigmoid(W.r @ seen + U.r @ h + V.r @ mask + b.r)
    n = tanh(W.n @ seen + U.n @ (r * h) + V.n @ mask + b.n)
    return (1 - z) * h + z * n


@cell(states="h", cite=CITE, init={"b.z": "-forget_bias"})
def gru_d_state(x, mask, gap, h, W, U, V, G, b, q):
    """The same without the decay of inputs: x, mask and gap may be of any columns."""
    decay = exp(-relu(G @ gap + q))
    h = decay * h
    z = sigmoid(W.z @ x + U.z @ h + V.z @ mask + b.z)
    r = sigmoid(W.r @ x + U.r @ h + V.r @ mask + b.r)
    n = tanh(W.n @ x + U.n @ (r * h) + V.n @ mask + b.n)
    return (1 - z) * h + z * n
