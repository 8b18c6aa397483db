"""The linear recurrent unit against the complex form of NicolasZucchet/minimal-LRU, model.py."""

import numpy as np
import torch
from tests.cells.transcription import held

from recurra import nn


def step(P, x, y, re, im):
    """h' = lambda h + gamma B x, y = Re(C h') + D x, in complex numbers."""
    eigenvalues = np.exp(-np.exp(P["nu"]) + 1j * np.exp(P["theta"]))
    B_norm = (P["B.re"] + 1j * P["B.im"]) * np.exp(P["gamma"])[:, None]
    C = P["C.re"] + 1j * P["C.im"]
    hidden = eigenvalues * (re + 1j * im) + x @ B_norm.T
    return (hidden @ C.T).real + P["D"] * x, hidden.real, hidden.imag


def test_lru():
    held("lru", step)


def test_starts():
    """Squares of the radii uniform in the ring, angles below the phase, gamma's unit power."""
    network = nn.Recurrent("lru(low=0.5, high=0.9, phase=1.0)", 3, 4000, dtype=torch.float64)
    weights = {n: p.detach() for n, p in network.named_parameters()}
    radius = torch.exp(-torch.exp(weights["weight_nu_l0"]))
    assert radius.min() >= 0.5 and radius.max() <= 0.9
    middle, width = (0.5**2 + 0.9**2) / 2, 0.9**2 - 0.5**2
    assert abs(radius.square().mean() - middle) < 5 * width / (12 * 4000) ** 0.5
    angle = weights["weight_theta_l0"].exp()
    assert angle.min() >= 0 and 0.99 < angle.max() <= 1
    power = weights["weight_gamma_l0"].exp().square()
    torch.testing.assert_close(power + radius.square(), torch.ones_like(power))


def test_number_of_states_of_its_own():
    network = nn.Recurrent("lru", 3, {"h": 4, "u": 6})
    output, (h, u, v) = network(torch.randn(5, 2, 3))
    assert output.shape == (5, 2, 4) and h.shape[-1] == 4
    assert u.shape == v.shape == (1, 2, 6)
