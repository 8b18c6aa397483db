"""Total gradients of the states against a loop in torch that keeps them."""

import pytest
import torch

from recurra import cells, nn
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import same, tolerance
from recurra.errors import SettingError

T, B, M, H = 9, 4, 3, 5
LENGTHS = torch.tensor([9, 2, 5, 1])
# dL/ds is the end of a chain of T steps whose sums have 4 H terms; a thousandth of what is asked
BOUND = tolerance(torch.float64, T, 4 * H)
assert BOUND < 1e-12


def kept_by_a_loop(network, x, lengths):
    """Output and each state of an LSTM at each step, as leaves of what follows them."""
    weights = network.weight_ih_l0, network.weight_hh_l0, network.bias_l0
    h, c = torch.zeros(B, H, dtype=x.dtype), torch.zeros(B, H, dtype=x.dtype)
    states = {"h_l0": [], "c_l0": []}
    outputs = []
    for t in range(T):
        i, f, g, o = (x[t] @ weights[0].T + h @ weights[1].T + weights[2]).chunk(4, -1)
        c_new = f.sigmoid() * c + i.sigmoid() * g.tanh()
        c_new.retain_grad()
        h_new = o.sigmoid() * c_new.tanh()
        h_new.retain_grad()
        runs = (t < lengths)[:, None]
        h, c = torch.where(runs, h_new, h), torch.where(runs, c_new, c)
        outputs.append(torch.where(runs, h_new, 0.0))
        states["h_l0"].append(h_new)
        states["c_l0"].append(c_new)
    return torch.stack(outputs), (h, c), states


def loss_of(output, final):
    generator = torch.Generator().manual_seed(4)
    weighted = [
        (t * torch.randn(t.shape, generator=generator, dtype=t.dtype)).sum()
        for t in (output, *final)
    ]
    return torch.stack(weighted).sum()


@pytest.mark.parametrize("backend", [b.name for b in BACKENDS])
@pytest.mark.parametrize("ragged", [False, True])
def test_equal_those_of_a_loop(backend, ragged):
    network = nn.Recurrent("lstm", M, H, dtype=torch.float64, backend=backend)
    x = torch.randn(T, B, M, dtype=torch.float64)
    lengths = LENGTHS if ragged else None
    with nn.state_gradients(network) as states:
        output, final = network(x, lengths=lengths)
    found = states.of(loss_of(output, [s[0] for s in final]))
    expected, ends, kept = kept_by_a_loop(network, x, LENGTHS if ragged else torch.full((B,), T))
    loss_of(expected, ends).backward()
    same([output], [expected], BOUND, "output")
    for name, steps in kept.items():
        wanted = torch.stack([s.grad for s in steps])
        same([found[name]], [wanted], BOUND, name)
        if ragged:
            assert (found[name][lengths[1] :, 1] == 0).all()


@pytest.mark.parametrize(
    "cell", ["lstm", *(pytest.param(c, marks=pytest.mark.slow) for c in cells.NAMES if c != "lstm")]
)
def test_backends_agree_in_all_layers_and_directions(cell):
    found = []
    for backend in BACKENDS:
        network = nn.Recurrent(
            cell, M, H, 2, bidirectional=True, dtype=torch.float64, backend=backend.name,
            generator=torch.Generator().manual_seed(1),
        )  # fmt: skip
        x = torch.randn(T, B, M, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
        with nn.state_gradients(network) as states:
            output, _ = network(x, lengths=LENGTHS)
        (output**2).sum().backward()
        found.append(states.gradients())
    assert len(found[0]) == 4 * len(network.cell.states)
    assert list(found[0]) == list(found[1])
    same(list(found[0].values()), list(found[1].values()), 4 * BOUND, "total gradient")


def test_names_say_where_the_network_lies_and_watching_ends():
    model = torch.nn.ModuleDict({"body": nn.Recurrent("elman", M, H, backend="reference")})
    with nn.state_gradients(model) as states:
        output, _ = model["body"](torch.randn(T, B, M))
    assert list(states.of(output.sum())) == ["body.h_l0"]
    assert model["body"].watched is None


def test_what_a_user_can_do_wrong():
    with (
        pytest.raises(SettingError, match="no recurrent network"),
        nn.state_gradients(torch.nn.Linear(1, 1)),
    ):
        pass
    network = nn.Recurrent("elman", M, H, backend="reference")
    with nn.state_gradients(network) as states:
        with pytest.raises(SettingError, match="no network was called"):
            states.gradients()
        network(torch.randn(T, B, M))
    with pytest.raises(SettingError, match="backward"):
        states.gradients()
