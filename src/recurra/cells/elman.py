"""The simple recurrent network."""

from recurra.errors import unknown
from recurra.ir import cell, relu, sigmoid, tanh

_FUNCTIONS = {"tanh": tanh, "relu": relu, "sigmoid": sigmoid}


@cell(states="h", cite="Elman 1990, Finding structure in time")
def elman(x, h, W, U, b, *, nonlinearity="tanh"):
    """The network of `torch.nn.RNN`; nonlinearity: tanh, relu or sigmoid (Elman's own)."""
    if nonlinearity not in _FUNCTIONS:
        raise unknown("nonlinearity", nonlinearity, _FUNCTIONS)
    return _FUNCTIONS[nonlinearity](W @ x + U @ h + b)
