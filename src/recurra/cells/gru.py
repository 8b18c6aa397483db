"""Gated recurrent unit, in both published forms."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h",
    cite="Cho et al. 2014, Learning phrase representations, arXiv 1406.1078v1; form of cuDNN",
    init={"b.z": "forget_bias"},
)
def gru(x, h, W, U, b):
    """The GRU of `torch.nn.GRU` and cuDNN: the reset gate acts after the product."""
    r = sigmoid(W.r @ x + U.r @ h + b.r)
    z = sigmoid(W.z @ x + U.z @ h + b.z)
    n = tanh(W.n @ x + b.n + r * (U.n @ h + b.hn))
    return (1 - z) * n + z * h


@cell(
    states="h",
    cite="Cho et al. 2014, Learning phrase representations, arXiv 1406.1078v3",
    init={"b.z": "forget_bias"},
)
def gru_original(x, h, W, U, b):
    """The GRU as published: the reset gate acts on the state, before the product."""
    r = sigmoid(W.r @ x + U.r @ h + b.r)
    z = sigmoid(W.z @ x + U.z @ h + b.z)
    n = tanh(W.n @ x + U.n @ (r * h) + b.n)
    return (1 - z) * n + z * h
