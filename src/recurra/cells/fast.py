"""FastRNN and FastGRNN: what stays of the past is weighted by two numbers, or by one gate that
costs no matrix of its own."""

from recurra.ir import cell, scalar, sigmoid, tanh

_CITE = (
    "Kusupati et al. 2018, FastGRNN: a fast, accurate, stable and tiny kilobyte sized gated "
    "recurrent neural network, arXiv 1901.02358"
)


@cell(states="h", cite=_CITE, init={"alpha": "-3", "beta": "3"})
def fastrnn(x, h, W, U, b, alpha, beta):
    """A simple network with a residual connection: sigmoid(alpha) and sigmoid(beta) weight it.

    Two numbers for all units, which start at 0.05 and 0.95. As the authors' code,
    microsoft/EdgeML, pytorch/edgeml_pytorch/graph/rnn.py (read; the paper was not).
    """
    g = tanh(W @ x + U @ h + b)
    return sigmoid(scalar(alpha)) * g + sigmoid(scalar(beta)) * h


@cell(states="h", cite=_CITE, init={"b.z": "forget_bias", "zeta": "1", "nu": "-4"})
def fastgrnn(x, h, W, U, b, zeta, nu):
    """A gate z made of the candidate's own products: two biases tell them apart; z near 1 keeps.

    As the authors' code, microsoft/EdgeML, pytorch/edgeml_pytorch/graph/rnn.py (read; the paper
    was not), which starts both biases at 1 and weights at a tenth of a normal number. Its low-rank,
    sparse and quantised matrices are no part of the cell.
    """
    s = W @ x + U @ h
    z = sigmoid(s + b.z)
    g = tanh(s + b.h)
    return (sigmoid(scalar(zeta)) * (1 - z) + sigmoid(scalar(nu))) * g + z * h
