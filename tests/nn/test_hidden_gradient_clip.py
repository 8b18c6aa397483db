"""Gradients limited inside the recurrence, against a loop in torch with a hook at every step."""

import pytest
import torch

from recurra import nn
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import same, tolerance
from recurra.errors import SettingError

T, B, M, H, LIMIT = 8, 3, 2, 5, 0.7
BOUND = tolerance(torch.float64, T, 4 * H)


def scaled_down(gradient):
    norm = gradient.norm(dim=-1, keepdim=True)
    return gradient * torch.where(norm > LIMIT, LIMIT / norm, 1.0)


def by_hand(own, x, limited=True):
    """The parameters' gradients of the sum of squares of an LSTM's outputs, times ten."""
    h = c = torch.zeros(B, H, dtype=x.dtype)
    outputs, arriving = [], []
    for step in x:
        gates = step @ own.weight_ih_l0.T + h @ own.weight_hh_l0.T + own.bias_l0
        i, f, g, o = gates.chunk(4, -1)
        new_c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * new_c.tanh()
        c = new_c.view_as(new_c)  # what the next step reads: h above is made of new_c itself
        for state in (h, c):
            state.register_hook(lambda gradient: arriving.append(gradient.norm(dim=-1)))
            if limited:
                state.register_hook(scaled_down)
        outputs.append(h)
    loss = 10 * torch.stack(outputs).square().sum()
    return torch.autograd.grad(loss, list(own.parameters())), torch.cat(arriving)


@pytest.mark.parametrize("backend", [b.name for b in BACKENDS])
def test_equals_a_loop_with_hooks(backend):
    own = nn.Recurrent(
        "lstm", M, H, dtype=torch.float64, hidden_gradient_clip=LIMIT, backend=backend,
        generator=torch.Generator().manual_seed(1),
    )  # fmt: skip
    x = torch.randn(T, B, M, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    expected, arriving = by_hand(own, x)
    assert 0.1 < (arriving > LIMIT).double().mean() < 0.9  # some are limited, some are not
    (10 * own(x)[0].square().sum()).backward()
    same([p.grad for p in own.parameters()], expected, 4 * BOUND, "limited gradient")
    own.zero_grad()
    own.eval()
    (10 * own(x)[0].square().sum()).backward()
    expected, _ = by_hand(own, x, limited=False)
    same([p.grad for p in own.parameters()], expected, 4 * BOUND, "gradient in evaluation")


def test_a_gradient_that_explodes_is_held():
    """h = 2 h: over 30 steps the gradient grows to 2^30, limited it stays at the limit."""
    own = nn.Recurrent(
        "elman(nonlinearity='relu')", 1, 1, hidden_gradient_clip=1.0, backend="reference"
    )
    with torch.no_grad():
        own.weight_hh_l0.fill_(2.0)
        own.weight_ih_l0.fill_(1.0)
        own.bias_l0.fill_(0.0)
    x = torch.ones(30, 1, 1, requires_grad=True)
    own(x)[0][-1].sum().backward()
    assert (x.grad == 1.0).all()


@pytest.mark.parametrize("limit", [-1.0, float("inf"), float("nan")])
def test_a_limit_is_a_norm(limit):
    with pytest.raises(SettingError, match="hidden_gradient_clip"):
        nn.Recurrent("lstm", M, H, hidden_gradient_clip=limit)
