"""Chaos-free network: without input its state can only decay."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h",
    cite="Laurent, von Brecht 2017, A recurrent neural network without chaos, arXiv 1612.06212",
    init={"b.theta": "forget_bias", "b.eta": "-1"},
)
def cfn(x, h, W, U, b):
    """Two gates and no mixing of units in the candidate.

    Equations as documented in RecurrentLayers.jl (cfn_cell.jl, read). The paper starts b.theta at
    1 and b.eta at -1; b.theta is the forget bias here.
    """
    theta = sigmoid(W.theta @ x + U.theta @ h + b.theta)
    eta = sigmoid(W.eta @ x + U.eta @ h + b.eta)
    return theta * tanh(h) + eta * tanh(W.h @ x)
