"""The simple recurrent network."""

from recurra.ir import cell, tanh


@cell(states="h", cite="Elman 1990, Finding structure in time")
def elman(x, h, W, U, b, *, nonlinearity=tanh):
    """The network of `torch.nn.RNN`; nonlinearity: tanh, relu or sigmoid (Elman's own)."""
    return nonlinearity(W @ x + U @ h + b)
