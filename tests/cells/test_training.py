"""Every cell of the gallery as it starts in a network: finite, and something to learn."""

import pytest
import torch

from recurra import cells, nn


@pytest.mark.parametrize("name", cells.NAMES)
def test_a_first_step_of_training(name):
    torch.manual_seed(0)
    like = {"backend": "reference", "dtype": torch.float64}
    network = nn.Recurrent(name, 3, 8, num_layers=2, forget_bias=1.0, **like)
    x = torch.randn(30, 2, 3, dtype=torch.float64)
    output, _ = network(x)
    loss = (output**2).mean()
    loss.backward()
    assert loss.isfinite()
    found = {n: p.grad for n, p in network.named_parameters()}
    assert all(g is not None and g.isfinite().all() for g in found.values())
    assert all(g.abs().max() > 0 for g in found.values()), "a parameter without effect"
    with torch.no_grad():
        for parameter in network.parameters():
            parameter -= 1e-6 * parameter.grad
        assert (network(x)[0] ** 2).mean() < loss
