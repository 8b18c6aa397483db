"""Recurrent dropout and zoneout of a network: what is drawn, when, and for how long."""

import pytest
import torch
from tests.japanese import english_in

from recurra import nn
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import same, tolerance
from recurra.errors import SettingError
from recurra.ir import cell, sigmoid, tanh

T, B, M, H = 7, 4, 3, 5
BOUND = tolerance(torch.float64, T, 4 * H)


def network(**options):
    return nn.Recurrent(
        "lstm", M, H, dtype=torch.float64, generator=torch.Generator().manual_seed(1), **options
    )


def by_hand(own, x, *, dropped=None, keep=None):
    """An LSTM whose h is multiplied by `dropped` before it meets the matrices, and whose h and c
    move to their new values by the share 1 - keep[name]."""
    h = c = torch.zeros(B, H, dtype=x.dtype)
    keep, outputs = keep or {"h": 0.0, "c": 0.0}, []
    for step in x:
        met = h if dropped is None else h * dropped
        gates = step @ own.weight_ih_l0.T + met @ own.weight_hh_l0.T + own.bias_l0
        i, f, g, o = gates.chunk(4, -1)
        new_c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        new_h = o.sigmoid() * new_c.tanh()
        h = keep["h"] * h + (1 - keep["h"]) * new_h
        c = keep["c"] * c + (1 - keep["c"]) * new_c
        outputs.append(h)
    return torch.stack(outputs)


def test_recurrent_dropout_drops_h_where_it_meets_the_matrix():
    own = network(recurrent_dropout=0.4, backend="reference")
    x = torch.randn(T, B, M, dtype=torch.float64)
    with own.same_masks():
        output, _ = own(x)
        (mask,) = own._held["_l0"]
    assert set(mask.unique().tolist()) == {0.0, 1 / 0.6}
    same([output], [by_hand(own, x, dropped=mask)], BOUND, "dropped")
    own.eval()
    same([own(x)[0]], [by_hand(own, x)], BOUND, "in evaluation")


def test_zoneout_takes_its_expectation_in_evaluation_and_in_a_stream():
    own = network(zoneout={"h": 0.1, "c": 0.5}).eval()
    x = torch.randn(T, B, M, dtype=torch.float64)
    expected = by_hand(own, x, keep={"h": 0.1, "c": 0.5})
    same([own(x)[0]], [expected], BOUND, "expectation")
    stepper = own.stepper(B)
    same([torch.stack([stepper.step(s) for s in x])], [expected], BOUND, "stream")
    same(
        [network(zoneout=0.3).eval()(x)[0]], [by_hand(own, x, keep={"h": 0.3, "c": 0.3})], BOUND, ""
    )


@pytest.mark.parametrize("together", [True, False])
def test_zoneout_keeps_states(together):
    own = network(zoneout={"h c": 0.5} if together else {"h": 0.5, "c": 0.5}, backend="reference")
    x = torch.randn(1, B, M, dtype=torch.float64)
    start = tuple(torch.full((1, B, H), 9.0, dtype=torch.float64) for _ in range(2))
    _, (h, c) = own(x, start)
    kept_h, kept_c = h == 9, c == 9
    assert 0 < kept_h.double().mean() < 1
    assert torch.equal(kept_h, kept_c) == together
    plain = network(backend="reference")(x, start)[1][0]
    assert torch.equal(h[~kept_h], plain[~kept_h])


def test_masks_are_the_same_in_segments_and_differ_in_layers():
    own = network(num_layers=2, bidirectional=True, recurrent_dropout=0.5, backend="reference")
    x = torch.randn(T, B, M, dtype=torch.float64)
    with own.same_masks():
        assert torch.equal(own(x)[0], own(x)[0])
        masks = [m for (m,) in own._held.values()]
        assert len(masks) == 4 and not torch.equal(masks[0], masks[1])
        with pytest.raises(SettingError, match="4 sequences"):
            own(x[:, :2])
    assert not torch.equal(own(x)[0], own(x)[0])


@pytest.mark.slow
def test_backends_draw_alike():
    found = [
        network(recurrent_dropout=0.5, zoneout=0.2, num_layers=2, backend=b.name)(
            torch.ones(T, B, M, dtype=torch.float64)
        )[0]
        for b in BACKENDS
    ]
    same(found[:1], found[1:], BOUND, "output")


@cell(states="h")
def minimal(x, h, W, b):
    z = sigmoid(W.z @ x + b.z)
    return (1 - z) * h + z * tanh(W.h @ x + b.h)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: network(recurrent_dropout=1.0), "probability below 1"),
        (lambda: network(zoneout={"c": -0.1}), "probability below 1"),
        (lambda: network(zoneout={"d": 0.1}), "unknown state"),
        (lambda: network(zoneout={"h": 0.1, "c h": 0.1}), "twice"),
        (lambda: nn.Recurrent("scrn", M, H, zoneout={"h s": 0.1}), "different sizes"),
        (lambda: nn.Recurrent(minimal, M, H, recurrent_dropout=0.1), "nothing to drop"),
    ],
)
def test_what_a_user_can_do_wrong(make, message):
    with pytest.raises(SettingError, match=message) as caught:
        make()
    assert not english_in(caught.value)
