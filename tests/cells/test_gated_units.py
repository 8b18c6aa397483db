"""MGU, MUT1-3, IndRNN, JANET, CFN, FastRNN and FastGRNN against their papers' or authors' step."""

import numpy as np
import pytest
import torch
from tests.cells.transcription import held, logistic, rectified

from recurra import nn
from recurra.errors import SettingError


def test_mgu():
    """Zhou et al. 2016 as documented in RecurrentLayers.jl, mgu_cell.jl."""

    def step(P, x, h):
        f = logistic(P("W.f", x) + P("U.f", h) + P["b.f"])
        candidate = np.tanh(P("W.h", x) + P("U.h", f * h) + P["b.h"])
        return ((1 - f) * h + f * candidate,)

    held("mgu", step)


@pytest.mark.parametrize("architecture", ["JZS1", "JZS2", "JZS3"])
def test_mut(architecture):
    """`JZSCell` of a public TensorFlow port: `_linear` over a list of operands, then r, u and c."""

    def step(P, inputs, state):
        parts_r, parts_u = [P("U.r", state)], [P("W.z", inputs)]
        if architecture != "JZS2":
            parts_r.append(P("W.r", inputs))
        if architecture != "JZS1":
            parts_u.append(P("U.z", np.tanh(state) if architecture == "JZS3" else state))
        r, u = sum(parts_r) + P["b.r"], logistic(sum(parts_u) + P["b.z"])
        r = logistic(r + inputs if architecture == "JZS2" else r)
        c = P("U.h", r * state) + P["b.h"]
        c = c + np.tanh(inputs) if architecture == "JZS1" else c + P("W.h", inputs)
        return (u * np.tanh(c) + (1 - u) * state,)

    held(f"mut{architecture[-1]}", step)


def test_indrnn():
    """`IndRNNCell_onlyrecurrent` after a linear layer, and the clipping of its training loop."""

    def step(clip):
        return lambda P, x, hx: (
            rectified(P("W", x) + P["b"] + hx * np.clip(P["u"], -clip, clip)),
        )  # fmt: skip

    held("indrnn", step(np.inf))
    held("indrnn(longest=2)", step(2**0.5))
    held("indrnn(longest=1000)", step(2**0.001))
    with pytest.raises(SettingError, match="number of steps"):
        nn.Recurrent("indrnn(longest=-1)", 2, 3)


def test_indrnn_starts_between_0_and_1():
    u = nn.Recurrent("indrnn", 2, 2000, dtype=torch.float64).weight_u_l0.detach()
    assert u.min() >= 0 and u.max() <= 1
    assert abs(float(u.mean()) - 0.5) < 5 * (1 / 12 / 2000) ** 0.5  # five standard errors


@pytest.mark.parametrize("beta", [1.0, 0.0])
def test_janet(beta):
    """`CustomLSTMCell(forget_only=True)` of the authors' code, which has beta = 1."""

    def step(P, x, c):
        f = P("W.f", x) + P("U.f", c) + P["b.f"]
        j = P("W.c", x) + P("U.c", c) + P["b.c"]
        return (c * logistic(f) + logistic(beta - f) * np.tanh(j),)

    held("janet" if beta == 1 else "janet(beta=0.0)", step)


def test_cfn():
    """Laurent & von Brecht 2017 as documented in RecurrentLayers.jl, cfn_cell.jl."""

    def step(P, x, h):
        theta = logistic(P("U.theta", h) + P("W.theta", x) + P["b.theta"])
        eta = logistic(P("U.eta", h) + P("W.eta", x) + P["b.eta"])
        return (theta * np.tanh(h) + eta * np.tanh(P("W.h", x)),)

    held("cfn", step)


def test_starting_biases():
    """A forget path open at the common level: kept shares of the state at zero weights."""
    for name, gate, sign in (("mgu", "b.f", -1), ("mut1", "b.z", -1), ("janet", "b.f", 1)):
        network = nn.Recurrent(name, 3, 4, forget_bias=1.5)
        group, rows = network._layers[0].rows(gate)
        assert (getattr(network, f"{group}_l0")[rows] == sign * 1.5).all()
    network = nn.Recurrent("cfn", 3, 4, forget_bias=1.0)
    assert network.bias_l0.tolist() == [1.0] * 4 + [-1.0] * 4


def test_chrono_opens_the_kept_share():
    """JANET's own initialisation, and its mirror image where a small gate keeps."""
    kept = nn.Recurrent("janet", 3, 300, init="chrono", longest=100).bias_l0[:300].exp()
    assert kept.min() >= 1 and 40 < kept.mean() < 60 and kept.max() <= 99
    renewed = (-nn.Recurrent("mgu", 3, 300, init="chrono", longest=100).bias_l0[:300]).exp()
    assert renewed.min() >= 1 and 40 < renewed.mean() < 60 and renewed.max() <= 99


def test_fastrnn():
    """`FastRNNCell.forward` of microsoft/EdgeML."""

    def step(P, x, state):
        c = np.tanh(P("W", x) + P("U", state) + P["b"])
        return (logistic(P["beta"]) * state + logistic(P["alpha"]) * c,)

    held("fastrnn", step)


def test_fastgrnn():
    """`FastGRNNCell.forward` of microsoft/EdgeML."""

    def step(P, x, state):
        pre_comp = P("W", x) + P("U", state)
        z = logistic(pre_comp + P["b.z"])
        c = np.tanh(pre_comp + P["b.h"])
        return (z * state + (logistic(P["zeta"]) * (1.0 - z) + logistic(P["nu"])) * c,)

    held("fastgrnn", step)


def test_fast_cells_start_as_their_authors_code():
    """alpha, beta, zeta and nu; with a forget bias of 1 the gate's bias."""
    simple, gated = (nn.Recurrent(n, 2, 3, forget_bias=1.0) for n in ("fastrnn", "fastgrnn"))
    assert (simple.weight_alpha_l0, simple.weight_beta_l0) == (-3, 3)
    assert (gated.weight_zeta_l0, gated.weight_nu_l0) == (1, -4)
    assert (gated.bias_l0[:3] == 1).all() and not (gated.bias_l0[3:] == 1).any()
