"""Cells with several inputs that are called with one tensor of all columns."""

import copy

import pytest
import torch
from tests.diagnose.odd_cells import two_inputs, unread
from tests.japanese import english_in

from recurra.errors import SettingError
from recurra.ir import cell, exp, relu, sigmoid, tanh
from recurra.nn import Recurrent, state_gradients
from recurra.nn.inputs import Columned, network, taken

COLUMNS = {"x": (0, 3), "mask": (1,), "gap": (2, 4)}
T, B, WIDTH = 5, 4, 6  # the last column goes nowhere


@cell(states="h")
def three(x, mask, gap, h, W, U, V, G, b):
    """Gates see the mask, the state decays with the gap."""
    h = exp(-relu(G @ gap)) * h
    z = sigmoid(W.z @ x + U.z @ h + V.z @ mask + b.z)
    return z * h + (1 - z) * tanh(W.n @ x + U.n @ h + V.n @ mask + b.n)


def pair(**options):
    """The same weights in both ways of calling."""
    chosen = {"backend": "reference", "dtype": torch.float64, **options}
    whole = Columned(three, COLUMNS, 3, width=WIDTH, generator=seeded(), **chosen)
    parts = Recurrent(
        three, {n: len(c) for n, c in COLUMNS.items()}, 3, generator=seeded(), **chosen
    )
    return whole, parts


def seeded():
    return torch.Generator().manual_seed(0)


def drawn():
    return torch.randn(T, B, WIDTH, generator=seeded(), dtype=torch.float64)


def split(x):
    return [x[..., list(own)] for own in COLUMNS.values()]


@pytest.mark.parametrize(
    "options",
    [{}, {"num_layers": 2}, {"bidirectional": True}, {"num_layers": 3, "bidirectional": True},
     {"batch_first": True}, {"checkpoint": 2}, {"zoneout": 0.3}],
)  # fmt: skip
@pytest.mark.parametrize("lengths", [None, [5, 1, 3, 4]])
def test_columns_are_what_the_inputs_get(options, lengths):
    whole, parts = (n.eval() for n in pair(**options))
    assert {n: p.shape for n, p in whole.state_dict().items()} == {
        n: p.shape for n, p in parts.state_dict().items()
    }
    x = drawn().transpose(0, 1) if options.get("batch_first") else drawn()
    ends = None if lengths is None else torch.tensor(lengths)
    one, other = x.clone().requires_grad_(), x.clone().requires_grad_()
    found, expected = whole(one, lengths=ends), parts(split(other), lengths=ends)
    assert torch.equal(found[0], expected[0]) and torch.equal(found[1], expected[1])
    found[0].sum().backward(), expected[0].sum().backward()
    assert torch.equal(one.grad, other.grad) and (one.grad[..., 5] == 0).all()


def test_upper_layers_get_the_same_mask_and_gap():
    whole, _ = pair(num_layers=2)
    options = {"backend": "reference", "dtype": torch.float64}
    lower = Columned(three, COLUMNS, 3, width=WIDTH, **options)
    upper = Recurrent(three, {"x": 3, "mask": 1, "gap": 2}, 3, **options)
    for k, layer in enumerate((lower, upper)):
        own = {n: p for n, p in whole.state_dict().items() if n.endswith(f"_l{k}")}
        layer.load_state_dict({n[:-1] + "0": p for n, p in own.items()})
    x = drawn()
    below, _ = lower(x)
    assert torch.allclose(whole(x)[0], upper([below, *split(x)[1:]])[0])


def test_a_single_sequence_and_starting_states():
    whole, parts = pair()
    x, start = drawn(), torch.ones(1, B, 3, dtype=torch.float64)
    assert torch.equal(whole(x[:, 0])[0], parts([p[:, 0] for p in split(x)])[0])
    assert torch.equal(whole(x, start)[0], parts(split(x), start)[0])
    assert torch.equal(whole(split(x))[0], whole(x)[0])  # divided already


def test_a_stream_divides_each_step():
    whole, _ = pair(num_layers=2)
    x = drawn()
    stepper = whole.stepper(B)
    found = torch.stack([stepper.step(step) for step in x])
    assert torch.allclose(found, whole(x)[0])
    with pytest.raises(SettingError, match="several"):
        pair()[1].stepper()


def test_states_are_watched_and_networks_copied():
    whole, _ = pair()
    with state_gradients(whole) as states:
        output, _ = whole(drawn())
    assert states.of(output.sum())["h_l0"].shape == (T, B, 3)
    assert torch.equal(copy.deepcopy(whole)(drawn())[0], output)


def test_columns_side_by_side_are_a_view():
    x = drawn()
    assert taken(x, (1, 2, 3)).data_ptr() == x[..., 1:].data_ptr()
    assert torch.equal(taken(x, (3, 1)), x[..., [3, 1]])


@pytest.mark.parametrize(
    ("columns", "width", "message"),
    [
        ({"x": (0,), "mask": (1,)}, None, "'gap' gets no column"),
        ({"x": (0,), "mask": (1,), "gap": ()}, None, "'gap' gets no column"),
        ({**COLUMNS, "gaps": (1,)}, None, "no input 'gaps'"),
        (COLUMNS, 4, "column 4 is beyond the 4 columns"),
        ({**COLUMNS, "gap": (-1,)}, None, "counted from 0"),
    ],
)
def test_columns_that_do_not_fit(columns, width, message):
    with pytest.raises(SettingError, match=message) as caught:
        Columned(three, columns, 3, width=width, backend="reference")
    assert not english_in(caught.value)


def test_a_tensor_of_another_width():
    whole, _ = pair()
    with pytest.raises(SettingError, match="x has 5 columns; expected 6"):
        whole(drawn()[..., :5])


def test_one_input_gets_everything():
    made = network("gru", 4, 4, 3, backend="reference")
    assert type(made) is Recurrent and made.input_size == 4


@pytest.mark.parametrize("cell", [unread, two_inputs], ids=lambda c: c.name)
@pytest.mark.parametrize("own", [True, False])
def test_an_input_that_no_equation_reads_has_a_gradient_of_zero(cell, own):
    made = Recurrent(cell, {"x": 2, "gap": 3}, 3, backend="reference", dtype=torch.float64)
    x, gap = (torch.randn(T, B, k, dtype=torch.float64) for k in (2, 3))
    gap.requires_grad_(), x.requires_grad_(own)
    made([x, gap])[0].sum().backward()
    reads = cell is two_inputs
    assert (gap.grad is not None and bool((gap.grad != 0).any())) == reads
