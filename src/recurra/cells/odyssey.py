"""The eight variants of "A search space odyssey" of the LSTM with peepholes, here `peephole`.

NIG, NFG, NOG, NIAF, NOAF and CIFG were read in a public TensorFlow port of the paper (class
SimplifiedLSTMCell), NP is the LSTM. No code of FGR was found: the port says "not implemented", and
the equations are recalled from the paper's appendix, "nine additional recurrent weight matrices".
"""

from recurra.cells.lstm import lstm
from recurra.cells.peephole import peephole
from recurra.ir import cell, sigmoid, tanh

_CITE = "Greff et al. 2015, LSTM: a search space odyssey, arXiv 1503.04069"

np = lstm.named("np", "No peepholes: equal to `lstm`.", cite=_CITE)
niaf = peephole.named(
    "niaf",
    "No input activation function: a linear candidate.",
    cite=_CITE,
    cell_input="linear",
)
noaf = peephole.named(
    "noaf", "No output activation function: a linear memory.", cite=_CITE, cell_output="linear"
)


@cell(states="h c", cite=_CITE, init={"b.f": "forget_bias"})
def nig(x, h, c, W, U, p, b):
    """No input gate: i = 1."""
    f = sigmoid(W.f @ x + U.f @ h + p.f * c + b.f)
    z = tanh(W.z @ x + U.z @ h + b.z)
    c = f * c + z
    o = sigmoid(W.o @ x + U.o @ h + p.o * c + b.o)
    return o * tanh(c), c


@cell(states="h c", cite=_CITE, init={"b.i": "input_bias"})
def nfg(x, h, c, W, U, p, b):
    """No forget gate: f = 1, the memory only adds."""
    i = sigmoid(W.i @ x + U.i @ h + p.i * c + b.i)
    z = tanh(W.z @ x + U.z @ h + b.z)
    c = c + i * z
    o = sigmoid(W.o @ x + U.o @ h + p.o * c + b.o)
    return o * tanh(c), c


@cell(states="h c", cite=_CITE, init={"b.f": "forget_bias", "b.i": "input_bias"})
def nog(x, h, c, W, U, p, b):
    """No output gate: o = 1."""
    i = sigmoid(W.i @ x + U.i @ h + p.i * c + b.i)
    f = sigmoid(W.f @ x + U.f @ h + p.f * c + b.f)
    z = tanh(W.z @ x + U.z @ h + b.z)
    c = f * c + i * z
    return tanh(c), c


@cell(states="h c", cite=_CITE, init={"b.i": "-forget_bias"})
def cifg(x, h, c, W, U, p, b):
    """Coupled input and forget gate: f = 1 - i."""
    i = sigmoid(W.i @ x + U.i @ h + p.i * c + b.i)
    z = tanh(W.z @ x + U.z @ h + b.z)
    c = (1 - i) * c + i * z
    o = sigmoid(W.o @ x + U.o @ h + p.o * c + b.o)
    return o * tanh(c), c


@cell(states="h c i f o", cite=_CITE, init={"b.f": "forget_bias", "b.i": "input_bias"})
def fgr(x, h, c, i, f, o, W, U, R, p, b):
    """Full gate recurrence: each gate also sees the three gates of the step before.

    Gates are states, and start at 0. The output gate sees the new memory, as without recurrence.
    """
    a_i = W.i @ x + U.i @ h + R.ii @ i + R.fi @ f + R.oi @ o + b.i
    a_f = W.f @ x + U.f @ h + R["if"] @ i + R.ff @ f + R.of @ o + b.f
    a_o = W.o @ x + U.o @ h + R.io @ i + R.fo @ f + R.oo @ o + b.o
    i = sigmoid(a_i + p.i * c)
    f = sigmoid(a_f + p.f * c)
    z = tanh(W.z @ x + U.z @ h + b.z)
    c = f * c + i * z
    o = sigmoid(a_o + p.o * c)
    return o * tanh(c), c, i, f, o
