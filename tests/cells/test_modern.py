"""sLSTM, minGRU, minLSTM, RG-LRU against the authors' code or public ports of it."""

import numpy as np
import pytest
import torch
from tests.cells.transcription import HIDDEN, held, logistic

from recurra import cells, nn
from recurra.cells.slstm import _BEFORE
from recurra.errors import SettingError


def blockwise(P, name, rows, heads):
    """Each head's part of the rows with its own matrix, stored below each other."""
    size = HIDDEN // heads
    return np.concatenate(
        [
            rows[:, k * size : (k + 1) * size] @ P[name][k * size : (k + 1) * size].T
            for k in range(heads)
        ],
        -1,
    )


def slstm_forward_pointwise(heads, logsigmoid):
    """NX-AI/xlstm, slstm.py: with n all zero the stabiliser is the input gate."""

    def step(P, x, y, c, n, m):
        def raw(k):
            return P(f"W.{k}", x) + blockwise(P, f"R.{k}", y, heads) + P[f"b.{k}"]

        iraw, fraw, zraw, oraw = raw("i"), raw("f"), raw("z"), raw("o")
        logfplusm = m + logsigmoid(fraw)
        mnew = iraw if np.all(n == 0.0) else np.maximum(iraw, logfplusm)
        igate, fgate = np.exp(iraw - mnew), np.exp(logfplusm - mnew)
        cnew = fgate * c + igate * np.tanh(zraw)
        nnew = fgate * n + igate
        return logistic(oraw) * cnew / nnew, cnew, nnew, mnew

    return step


def log_of_logistic(a):
    return -np.log1p(np.exp(-a))


@pytest.mark.parametrize("heads", [1, 3])
def test_slstm(heads):
    spec, step = f"slstm(heads={heads})", slstm_forward_pointwise(heads, log_of_logistic)
    held(spec, step, [0.0, 0.0, 0.0, _BEFORE])  # the start that a network gives
    held(spec, step)  # a state carried over
    exponential = slstm_forward_pointwise(heads, lambda a: a)
    held(f"slstm(heads={heads}, forget='exp')", exponential, [0.0, 0.0, 0.0, _BEFORE])


def test_slstm_stays_finite():
    """Gates of e^200 in single precision: c / n stays an average of squashed candidates."""
    network = nn.Recurrent("slstm(forget='exp')", 3, 5)
    with torch.no_grad():
        network.bias_l0 += 200
        output, states = network(torch.randn(50, 2, 3))
    assert output.isfinite().all() and output.abs().max() <= 1
    assert all(s.isfinite().all() for s in states)


def g(a):
    return np.where(a >= 0, a + 0.5, logistic(a))


@pytest.mark.parametrize(("form", "candidate"), [("linear", lambda a: a), ("log", g)])
def test_mingru(form, candidate):
    """`mingru_sequential` of a public port."""

    def step(P, x, h):
        z = logistic(P("W.z", x) + P["b.z"])
        return ((1 - z) * h + z * candidate(P("W.h", x) + P["b.h"]),)

    held(f"mingru(form='{form}')", step)


@pytest.mark.parametrize(("form", "candidate"), [("linear", lambda a: a), ("log", g)])
def test_minlstm(form, candidate):
    """The paper's sequential form: gates divided by their sum."""

    def step(P, x, h):
        f, i = logistic(P("W.f", x) + P["b.f"]), logistic(P("W.i", x) + P["b.i"])
        return (f / (f + i) * h + i / (f + i) * candidate(P("W.h", x) + P["b.h"]),)

    held(f"minlstm(form='{form}')", step)


def test_minlstm_with_both_gates_shut():
    network = nn.Recurrent("minlstm", 2, 3)
    with torch.no_grad():
        network.bias_l0[:6] = -200.0
        assert network(torch.randn(9, 1, 2))[0].isfinite().all()


@pytest.mark.parametrize("heads", [1, 2])
def test_rglru(heads):
    """`RGLRU.forward` of recurrentgemma's torch layers, after its first step."""

    def step(P, x, h):
        gate_x = logistic(blockwise(P, "W.x", x, heads) + P["b.x"])
        gate_a = logistic(blockwise(P, "W.a", x, heads) + P["b.a"])
        log_a = -8.0 * gate_a * np.logaddexp(0, P["decay"])
        multiplier = np.sqrt(1 - np.exp(2 * log_a))
        return (np.exp(log_a) * h + gate_x * x * multiplier,)

    held(f"rglru(heads={heads})", step)


def test_rglru_starts_in_its_ring():
    """`rnn_param_init`: the square of exp(-softplus) is uniform between the squared radii."""
    kept = nn.Recurrent("rglru", 3, 4000, dtype=torch.float64).get_parameter("weight_decay_l0")
    share = torch.exp(-torch.nn.functional.softplus(kept.detach()))
    assert share.min() >= 0.9 and share.max() <= 0.999
    middle, width = (0.9**2 + 0.999**2) / 2, 0.999**2 - 0.9**2
    assert abs(share.square().mean() - middle) < 5 * width / (12 * 4000) ** 0.5


def test_rglru_learns_where_it_keeps_everything():
    network = nn.Recurrent("rglru", 3, 3)
    with torch.no_grad():
        network.bias_l0 -= 200
    network(torch.randn(5, 2, 3))[0].sum().backward()
    assert all(p.grad.isfinite().all() for p in network.parameters())


def test_wrong_options():
    for spec in ("mingru(form='lin')", "minlstm(form='lin')", "slstm(forget='tanh')"):
        with pytest.raises(SettingError, match="unknown"):
            cells.find(spec).graph()
