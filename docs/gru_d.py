"""GRU-D: a GRU for data with gaps. Equations from memory; the paper was not read again.

`recurra compare DATA --missing mask+gap --cells gru,docs/gru_d.py:gru_d`
"""

from recurra.ir import cell, exp, relu, sigmoid, tanh


@cell(
    states="h",
    cite="Che et al. 2018, Recurrent neural networks for multivariate time series with missing "
    "values, arXiv 1606.01865",
    init={"b.z": "-forget_bias"},
)
def gru_d(x, mask, gap, h, W, U, V, G, b, g):
    """The state decays with the time since values were seen, and the gates see the mask.

    x holds the last values where none was seen (the readers fill them forward). Without the decay
    of the input towards its mean, which needs the last value and the mean of each column.
    """
    decay = exp(-relu(G @ gap + g))
    h = decay * h
    z = sigmoid(W.z @ x + U.z @ h + V.z @ mask + b.z)
    r = sigmoid(W.r @ x + U.r @ h + V.r @ mask + b.r)
    n = tanh(W.n @ x + U.n @ (r * h) + V.n @ mask + b.n)
    return (1 - z) * h + z * n
