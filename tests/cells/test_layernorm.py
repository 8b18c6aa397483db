"""The layer-norm LSTM against the paper's supplement and TensorFlow's cell of that name."""

import numpy as np
import pytest
import torch
from tests.cells.transcription import held, logistic

from recurra import cells, nn
from recurra.errors import SettingError


def LN(z, gain, shift, eps=1e-5):
    """(z - mu) / sigma * gain + shift over the last axis, eps as in the authors' `ln`."""
    return (z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps) * gain + shift


def stacked(P, name, gates="fiog"):
    return np.concatenate([P[f"{name}{k}"] for k in gates])


def test_joint():
    """One normalisation over the four gates' products of the state, one over those of the input."""

    def step(P, x, h, c):
        past = np.concatenate([P(f"U.{k}", h) for k in "fiog"], -1)
        new = np.concatenate([P(f"W.{k}", x) for k in "fiog"], -1)
        pre = LN(past, stacked(P, "a.h"), stacked(P, "s.h"))
        pre = pre + LN(new, stacked(P, "a.x"), stacked(P, "s.x")) + stacked(P, "b.")
        f, i, o, g = np.split(pre, 4, -1)
        c = logistic(f) * c + logistic(i) * np.tanh(g)
        return logistic(o) * np.tanh(LN(c, P["a.c"], P["s.c"])), c

    held("layernorm_lstm", step)


def test_each_gate_by_itself():
    """`LayerNormBasicLSTMCell.__call__` of tensorflow/contrib/rnn, its forget bias in the shift."""

    def step(P, x, h, c):
        def norm(k):
            return LN(P(f"W.{k}", x) + P(f"U.{k}", h), P[f"a.{k}"], P[f"s.{k}"])

        i, j, f, o = norm("i"), norm("g"), norm("f"), norm("o")
        new_c = c * logistic(f) + logistic(i) * np.tanh(j)
        new_c = LN(new_c, P["a.c"], P["s.c"])
        return np.tanh(new_c) * logistic(o), new_c

    held("layernorm_lstm(norm='gate')", step)
    with pytest.raises(SettingError, match="norm"):
        cells.find("layernorm_lstm(norm='batch')").graph()


def test_against_torchs_own_normalisation():
    """The state's part with torch.nn.LayerNorm, at a first step whose input is 0."""
    network = nn.Recurrent("layernorm_lstm", 3, 4, dtype=torch.float64)
    with torch.no_grad():
        h, c = torch.randn(2, 1, 2, 4, dtype=torch.float64)
        output, _ = network(torch.zeros(1, 2, 3, dtype=torch.float64), (h, c))
        layer = torch.nn.functional.layer_norm
        pre = layer(h[0] @ network.weight_hh_l0.T, (16,)) + network.bias_b_l0
        index = {p: k for k, p in enumerate(network._layers[0].graph.group["weight_hh"].params)}
        f, i, o, g = (pre[:, 4 * index[f"U.{k}"] :][:, :4] for k in "fiog")
        c = f.sigmoid() * c[0] + i.sigmoid() * g.tanh()
        torch.testing.assert_close(output[0], o.sigmoid() * layer(c, (4,)).tanh())


def test_starts():
    """Gains 1, shifts 0, the common forget bias."""
    network = nn.Recurrent("layernorm_lstm", 3, 4, forget_bias=1.0)
    tensors = dict(network.named_parameters())
    layer = network._layers[0]
    for name, value in (("a.hf", 1), ("a.xg", 1), ("a.c", 1), ("s.ho", 0), ("s.c", 0), ("b.f", 1)):
        group, rows = layer.rows(name)
        assert (tensors[f"{group}_l0"][rows] == value).all(), name
