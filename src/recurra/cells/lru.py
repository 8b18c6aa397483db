"""Linear recurrent unit: a diagonal state-space layer with complex eigenvalues."""

from recurra.ir import cell, cos, exp, sin, vector


@cell(
    states="h u v",
    sizes={"u": "h"},
    cite="Orvieto et al. 2023, Resurrecting recurrent neural networks, arXiv 2303.06349",
    init={
        "nu": "log(-log(sqrt(uniform(low ** 2, high ** 2))))",
        "theta": "log(uniform(0, phase))",
        "gamma": "0.5 * log(-expm1(-2 * exp(nu)))",
        "D": "normal(0, 1)",
    },
)
def lru(x, h, u, v, B, C, D, nu, theta, gamma, *, low=0.0, high=1.0, phase=6.28):
    """A linear recurrence of complex numbers, u + iv; h is what is read from it.

    Eigenvalues start uniform in the ring between `low` and `high`, at angles below `phase`; gamma
    scales the input to what they keep. As NicolasZucchet/minimal-LRU, model.py (read), which
    follows the paper. It has no non-linearity: the paper's block puts a gated layer after it. An
    input of another width than h is projected; {"h": 100, "u": 200} is a size for each.
    """
    size = exp(-exp(vector(nu)))
    angle = exp(vector(theta))
    a = size * cos(angle)
    b = size * sin(angle)
    old = u
    u = a * old - b * v + exp(vector(gamma)) * (B.re @ x)
    v = a * v + b * old + exp(vector(gamma)) * (B.im @ x)
    return C.re @ u - C.im @ v + D * x, u, v
