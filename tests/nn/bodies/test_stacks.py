"""Layers over layers of a cell: their expressions, what they compute and cost."""

import pytest
import torch
from torch import nn

from recurra import cells
from recurra.errors import SettingError
from recurra.nn import LSTM, Recurrent
from recurra.nn.bodies.body import Interface, at_end
from recurra.nn.bodies.design import How
from recurra.nn.bodies.find import find

WANTED = Interface(3, window=7, longest=7)
SPECS = (
    "lstm", "gru(layers=3)", "lstm(layers=2, both=true)", "elman(both=true, shared=true)",
    "gru(layers=2, residual=true, projection=3)", "scrn(alpha=0.9, layers=2)",
    "lstm(layers=2, both=true, shared=true, residual=true, projection=4)",
)  # fmt: skip


def built(spec: str, units: int = 4) -> nn.Module:
    design, generator = find(spec), torch.Generator().manual_seed(0)
    return design.build(WANTED, design.sizes(WANTED, units), How(generator=generator))


@pytest.mark.parametrize("spec", SPECS)
def test_costs_are_those_of_the_module(spec: str) -> None:
    design, body = find(spec), built(spec)
    found = design.measures(WANTED, design.sizes(WANTED, 4))
    assert found.parameters == sum(p.numel() for p in body.parameters())
    output, _ = body(torch.randn(7, 2, 3))
    assert output.shape == (7, 2, found.features) == (7, 2, body.output_size)


def test_operations_of_layers_add_up() -> None:
    one, two, both = (
        find(s).measures(WANTED, {"h": 4})
        for s in ("gru", "gru(layers=2)", "gru(both=true, layers=2)")
    )
    upper = find("gru").measures(Interface(4), {"h": 4})
    wide = find("gru").measures(Interface(8), {"h": 4})
    assert two.flops == one.flops + upper.flops
    assert both.flops == 2 * (one.flops + wide.flops)


def test_both_directions_are_those_of_torch() -> None:
    theirs = nn.LSTM(3, 4, num_layers=2, bidirectional=True)
    ours = LSTM(3, 4, num_layers=2, bidirectional=True)
    ours.load_state_dict(theirs.state_dict())
    x, lengths = torch.randn(7, 3, 3), torch.tensor([7, 1, 4])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    expected, (h, _) = theirs(packed)
    expected, _ = nn.utils.rnn.pad_packed_sequence(expected)
    torch.testing.assert_close(ours(x, lengths=lengths)[0], expected)
    # each direction ends at its own end: the final states of the upper layer
    torch.testing.assert_close(at_end(ours, x, lengths), torch.cat([h[-2], h[-1]], 1))


@pytest.mark.parametrize("lengths", [None, torch.tensor([5, 2])])
def test_residual_and_projection_are_what_they_say(lengths: torch.Tensor | None) -> None:
    network = Recurrent("gru", 3, 4, num_layers=2, residual=True, projection=3)
    x = torch.randn(5, 2, 3)
    expected = x
    for layer in ("_l0", "_l1"):
        alone = Recurrent("gru", 3, 4)
        names = ("weight_ih", "weight_hh", "bias")
        alone.load_state_dict({f"{n}_l0": getattr(network, n + layer) for n in names})
        below = alone(expected, lengths=lengths)[0] @ getattr(network, f"weight_output{layer}").T
        expected = expected + below
    torch.testing.assert_close(network(x, lengths=lengths)[0], expected)


def test_shared_directions_read_backwards_with_the_same_weights() -> None:
    network = Recurrent("lstm", 3, 4, bidirectional=True, shared=True)
    alone = Recurrent("lstm", 3, 4)
    alone.load_state_dict(network.state_dict())
    x = torch.randn(5, 2, 3)
    expected = torch.cat([alone(x)[0], alone(x.flip(0))[0].flip(0)], -1)
    torch.testing.assert_close(network(x)[0], expected)
    network(x)[0].sum().backward()
    assert network.weight_hh_l0.grad is not None


@pytest.mark.parametrize("spec", [s for s in SPECS if "both" not in s])
def test_streaming_equals_the_whole(spec: str) -> None:
    body, x = built(spec).eval(), torch.randn(7, 2, 3)
    stepper, (output, _) = body.stepper(2), body(x)
    for step, expected in zip(x, output, strict=True):
        torch.testing.assert_close(stepper.step(step), expected)


def test_both_directions_cannot_stream() -> None:
    with pytest.raises(SettingError, match="needs the whole sequence"):
        built("lstm(both=true)").stepper()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("lstm(layer=2)", "did you mean 'layers'"),
        ("scrn(alpa=2)", "did you mean 'alpha'"),
        ("lstm(layers=0)", "layers is at least 1"),
        ("lstm(layers=two)", "layers takes a whole number"),
        ("lstm(both=1)", "both takes true or false"),
        ("lstm(layers=true)", "layers takes a whole number"),
        ("lstm(layers)", "cannot read the options"),
        ("lstm(2)", "cannot read the options"),
        ("transformr", "did you mean 'transformer'"),
        ("transformer(head=2)", "did you mean 'heads'"),
        ("transformer(heads=two)", "heads takes a whole number"),
    ],
)
def test_what_is_written_wrongly_is_said(spec: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        find(spec)


def test_what_does_not_go_together() -> None:
    for options in ({"shared": True}, {"residual": True}, {"projection": -1}):
        with pytest.raises(SettingError):
            Recurrent("lstm", 3, 4, **options)
    with pytest.raises(SettingError, match="option of"):
        LSTM(3, 4, projection=2)
    with pytest.raises(SettingError, match="network of lstm"):
        cells.find("lstm(layers=2)")
    against = find("childsum(layers=2)").reason_against(WANTED, {})
    assert "no layers" in str(against)
