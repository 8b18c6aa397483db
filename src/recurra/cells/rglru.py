"""Real-gated linear recurrent unit of Griffin and RecurrentGemma."""

from recurra.ir import block, cell, exp, maximum, sigmoid, softplus, sqrt, vector

_TINY = 1e-12  # where the share a is 1, the root has no derivative


@cell(
    states="h",
    cite="De et al. 2024, Griffin: mixing gated linear recurrences, arXiv 2402.19427",
    init={"decay": "log(1 / sqrt(uniform(low ** 2, high ** 2)) - 1)"},
)
def rglru(x, h, W, b, decay, *, heads=1, sharpness=8.0, low=0.9, high=0.999):
    """A diagonal linear recurrence with input and recurrence gates.

    The share kept at each step is a power of one that starts between `low` and `high`. heads: the
    gates' matrices are block-diagonal. As the code of google-deepmind/recurrentgemma (layers.py,
    read), except that its first input is not scaled down by sqrt(1 - a²). Not the block around it
    (convolution, GeLU branch). An input of another width than the state is projected.
    """
    W = block(W, heads)
    r = sigmoid(W.a @ x + b.a)
    i = sigmoid(W.x @ x + b.x)
    a = exp(-sharpness * softplus(vector(decay)) * r)
    return a * h + sqrt(maximum(1 - a * a, _TINY)) * (i * x)
