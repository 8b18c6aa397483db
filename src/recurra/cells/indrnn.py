"""Independently recurrent network: each unit sees its own past alone."""

from recurra.errors import SettingError
from recurra.ir import cell, maximum, minimum, relu, vector
from recurra.words import say


@cell(
    states="h",
    cite="Li et al. 2018, Independently recurrent neural network, arXiv 1803.04831",
    init={"u": "uniform(0, 1)"},
)
def indrnn(x, h, W, u, b, *, nonlinearity=relu, longest=0):
    """A simple network with a vector u in place of the recurrent matrix.

    u starts uniform in [0, 1] as in the authors' code, Sunnydreamrain/IndRNN_pytorch (read). With
    `longest` steps, abs(u) stays within 2^(1 / longest), so that no product over those steps
    passes 2: here in the equation, in the authors' code by clipping after each update. Without, u
    is free. The batch normalisation between their layers is no part of the cell.
    """
    if longest < 0:
        raise SettingError(say("cells.not_longest", longest=str(longest)))
    bound = 2 ** (1 / longest) if longest else 0
    w = maximum(minimum(vector(u), bound), -bound) if longest else vector(u)
    return nonlinearity(W @ x + w * h + b)
