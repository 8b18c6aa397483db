"""Minimal gated unit: one gate resets and updates."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h",
    cite="Zhou et al. 2016, Minimal gated unit for recurrent neural networks, arXiv 1603.09420",
    init={"b.f": "-forget_bias"},
)
def mgu(x, h, W, U, b):
    """The GRU with one gate f for both of its gates; f near 0 keeps the state.

    Equations as documented in RecurrentLayers.jl (mgu_cell.jl, read). Not the MGU1-3 of Heck &
    Salem (arXiv 1701.03452), which take the input or the bias out of the gate.
    """
    f = sigmoid(W.f @ x + U.f @ h + b.f)
    g = tanh(W.h @ x + U.h @ (f * h) + b.h)
    return (1 - f) * h + f * g
