"""An LSTM with a forget gate and nothing else."""

from recurra.ir import cell, sigmoid, tanh


@cell(
    states="h",
    cite=(
        "van der Westhuizen, Lasenby 2018, The unreasonable effectiveness of the forget gate, "
        "arXiv 1804.04849"
    ),
    init={"b.f": "forget_bias"},
)
def janet(x, h, W, U, b, *, beta=1.0):
    """Just another network: what is forgotten makes room, a little more of it with beta > 0.

    As the authors' code, JosvanderWesthuizen/janet, rnn_cells.py (read), whose sigmoid(1 - f) is
    1 - sigmoid(f - 1). It starts b.f at 1 or, with a longest dependency, as `init="chrono"`.
    """
    s = W.f @ x + U.f @ h + b.f
    g = tanh(W.c @ x + U.c @ h + b.c)
    return sigmoid(s) * h + (1 - sigmoid(s - beta)) * g
