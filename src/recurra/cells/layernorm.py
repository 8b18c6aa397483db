"""LSTM with layer normalisation."""

from recurra.errors import unknown
from recurra.ir import cell, mean, sigmoid, sqrt, tanh
from recurra.words import say

_GATES = "fiog"
_NORMS = ("joint", "gate")
_GAINS = [*_GATES, *(s + k for s in "hx" for k in _GATES), "c"]


def _average(values):
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total / len(values) if len(values) > 1 else total


def _normalised(parts, eps):
    """The parts of one vector with its mean taken away, divided by its deviation."""
    centre = _average([mean(p) for p in parts])
    parts = [p - centre for p in parts]
    deviation = sqrt(_average([mean(p * p) for p in parts]) + eps)
    return [p / deviation for p in parts]


@cell(
    states="h c",
    cite="Ba, Kiros, Hinton 2016, Layer normalization, arXiv 1607.06450",
    init={
        **{f"a.{k}": "1" for k in _GAINS},
        **{f"s.{k}": "0" for k in _GAINS if k != "f"},
        **{"s.f": "forget_bias", "b.f": "forget_bias", "b.i": "input_bias"},
    },
)
def layernorm_lstm(x, h, c, W, U, a, s, b, *, norm="joint", eps=1e-5):
    """Products of state and input are each normalised over all four gates, as in the paper.

    a are gains and s shifts. The authors' code, ryankiros/layer-norm, layers.py (read; eps is its),
    adds the bias a second time, before it normalises the input's part. norm="gate" is TensorFlow's
    LayerNormBasicLSTMCell (read): each gate's sum by itself, no bias, and a memory that is
    normalised before it is kept.
    """
    if norm not in _NORMS:
        raise unknown(say("nouns.norm"), norm, _NORMS)
    if norm == "joint":
        past = _normalised([U[k] @ h for k in _GATES], eps)
        new = _normalised([W[k] @ x for k in _GATES], eps)
        past = [a["h" + k] * p + s["h" + k] for k, p in zip(_GATES, past, strict=True)]
        new = [a["x" + k] * p + s["x" + k] for k, p in zip(_GATES, new, strict=True)]
        pre = {k: p + n + b[k] for k, p, n in zip(_GATES, past, new, strict=True)}
    else:
        pre = {k: a[k] * _normalised([W[k] @ x + U[k] @ h], eps)[0] + s[k] for k in _GATES}
    f = sigmoid(pre["f"])
    i = sigmoid(pre["i"])
    o = sigmoid(pre["o"])
    g = tanh(pre["g"])
    c = f * c + i * g
    out = a.c * _normalised([c], eps)[0] + s.c
    return o * tanh(out), c if norm == "joint" else out
