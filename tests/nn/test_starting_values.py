"""Starting values of parameters and states, as a cell declares them."""

import pytest
import torch

from recurra import nn
from recurra.compiler.conformance import same, tolerance
from recurra.errors import CellError
from recurra.ir import block, cell, exp, sigmoid, sqrt, tanh, vector


@cell(
    states="re im",
    output="re im",
    init={
        "nu": "log(-log(sqrt(uniform(low ** 2, high ** 2))))",
        "theta": "log(uniform(0, 2 * pi))",
        "scale": "log(sqrt(1 - exp(-2 * exp(nu))))",
    },
)
def ring(x, re, im, B, C, nu, theta, scale, *, low=0.9, high=0.999):
    """Eigenvalues uniform in a ring; the input scaled by sqrt(1 - |lambda|²)."""
    a, b = exp(-exp(vector(nu))), exp(vector(theta))
    s = exp(vector(scale))
    return a * (1 - b) * re - a * b * im + s * (B @ x), a * b * re + a * im + s * (C @ x)


def test_eigenvalues_in_a_ring():
    torch.manual_seed(0)
    network = nn.Recurrent(ring, 3, 4000, dtype=torch.float64)
    nu, scale = network.get_parameter("weight_nu_l0"), network.get_parameter("weight_scale_l0")
    radius = torch.exp(-torch.exp(nu))
    assert radius.min() >= 0.9 and radius.max() <= 0.999
    # uniform in area: the square of the radius is uniform, here within 5 standard errors
    middle, width = (0.9**2 + 0.999**2) / 2, 0.999**2 - 0.9**2
    assert abs(radius.square().mean() - middle) < 5 * width / (12 * 4000) ** 0.5
    torch.testing.assert_close(scale.exp().square() + radius.square(), torch.ones_like(radius))


def test_draws_follow_the_seed():
    draws = [nn.Recurrent(ring, 3, 5, generator=torch.Generator().manual_seed(3)) for _ in range(2)]
    assert torch.equal(*(d.get_parameter("weight_nu_l0") for d in draws))


def test_units_and_methods():
    @cell(states="h", init={"b": "3 * unit / (units - 1)", "U": "identity"})
    def mine(x, h, W, U, b):
        return tanh(W @ x + U @ h + b)

    network = nn.Recurrent(mine, 2, 4)
    assert network.bias_l0.tolist() == [0, 1, 2, 3]
    assert torch.equal(network.weight_hh_l0, torch.eye(4))


def test_a_name_that_is_none_is_an_error():
    @cell(states="h", init={"b": "forget_bais"})
    def mine(x, h, W, b):
        return tanh(W @ x + b) + 0.5 * h

    with pytest.raises(CellError, match="did you mean 'forget_bias'"):
        nn.Recurrent(mine, 2, 4)


def test_each_block_is_a_matrix_of_its_own():
    @cell(states="h")
    def heads(x, h, W, U, b):
        return sigmoid(W @ x + block(U, 3) @ h + b)

    network = nn.Recurrent(heads, 2, 12, init="orthogonal", dtype=torch.float64)
    blocks = network.weight_hh_l0.detach().unflatten(0, (3, 4))
    torch.testing.assert_close(
        blocks @ blocks.mT, torch.eye(4, dtype=torch.float64).expand(3, 4, 4)
    )
    bound = nn.Recurrent(heads, 2, 12).weight_hh_l0.abs().max()
    assert 12**-0.5 < bound <= 4**-0.5  # the fan is that of a block


def test_starts_of_states():
    @cell(states="h m", start={"m": -1.5, "h": "learned"})
    def mine(x, h, m, W):
        return sqrt(1 + (W @ x) * (W @ x)) + h, m + 0 * h

    network = nn.Recurrent(mine, 2, 4)
    output, (_, m) = network(torch.zeros(1, 1, 2))
    assert (m == -1.5).all()
    torch.testing.assert_close(output[0, 0], 1 + network.start_h_l0)


def test_learned_starts_beside_values_of_parameters_alone():
    """Kernels read the stored tensors by their order, and a learned start is none of theirs."""

    @cell(states="h", start={"h": "learned"})
    def leaky(x, h, W, U, b, a):
        keep = sigmoid(a)
        return keep * h + (1 - keep) * tanh(W @ x + U @ h + b)

    found = []
    for backend in ("reference", "numba"):
        generator = torch.Generator().manual_seed(0)
        network = nn.Recurrent(
            leaky, 3, 5, backend=backend, dtype=torch.float64, generator=generator
        )
        network(torch.ones(4, 2, 3, dtype=torch.float64))[0].square().sum().backward()
        found.append([p.grad for p in network.parameters()])
    same(found[1], found[0], tolerance(torch.float64, 4, 8 * 5), "gradient")


def test_starting_weights_of_the_papers_are_drawn_as_they_say():
    breuel, mikolov = (
        nn.Recurrent("lstm", 40, 60, init=name, generator=torch.Generator().manual_seed(0))
        for name in ("breuel2015", "mikolov2015")
    )
    every = torch.cat([p.flatten() for p in breuel.parameters()]).double()
    assert every.abs().max() <= 0.1 and every.abs().max() > 0.0999
    # the variance of a uniform number is width² / 12; 24,000 of them, five standard errors
    assert every.std().item() == pytest.approx(0.2 / 12**0.5, rel=0.01)
    every = torch.cat([p.flatten() for p in mikolov.parameters()]).double()
    assert every.std().item() == pytest.approx(0.05, rel=5 / (2 * len(every)) ** 0.5)
    assert abs(every.mean().item()) < 5 * 0.05 / len(every) ** 0.5
