"""Recurrent against torch's own networks, and what it adds to them."""

import pytest
import torch
from tests.japanese import english_in
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

from recurra import nn, words
from recurra.compiler.backends import BACKENDS
from recurra.compiler.backends.numba.machine.processor import this_machine
from recurra.compiler.conformance import same, tolerance
from recurra.errors import SettingError

PAIRS = [(nn.LSTM, torch.nn.LSTM), (nn.GRU, torch.nn.GRU), (nn.RNN, torch.nn.RNN)]
T, B, M, H = 9, 4, 3, 5
BOUND = tolerance(torch.float64, T, 4 * H)


def parts(states):
    return [states] if isinstance(states, torch.Tensor) else list(states)


def pair(ours, theirs, **options):
    torch.manual_seed(3)
    expected = theirs(M, H, dtype=torch.float64, **options)
    found = ours(M, H, dtype=torch.float64, **options)
    found.load_state_dict(expected.state_dict())
    return found, expected


def test_explain_names_kernel_tile_and_threads(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    said = nn.Recurrent("gru", 3, 4, backend="numba", dtype=torch.float64).explain()
    machine = this_machine()
    columns = machine.tile_vectors * machine.vector_bytes // 8
    assert said.startswith("numba: as asked for; ")
    assert (
        f"for {machine.name}, tiles of {machine.tile_rows} x {columns} numbers of float64" in said
    )
    assert "on 1 thread" in said
    with words.speaking("ja"):
        shown = nn.Recurrent("gru", 3, 4, backend="numba", dtype=torch.float64).explain()
    assert "1スレッド" in shown and not english_in(shown, machine.name)


@pytest.mark.parametrize("backend", [b.name for b in BACKENDS])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_equals_torch(ours, theirs, layers, bidirectional, bias, backend):
    options = {"num_layers": layers, "bidirectional": bidirectional, "bias": bias}
    found, expected = pair(ours, theirs, **options)
    found.backend = backend
    assert found.explain().startswith(backend)
    x = torch.randn(T, B, M, dtype=torch.float64)
    output, final = found(x)
    wanted, wanted_final = expected(x)
    same([output, *parts(final)], [wanted, *parts(wanted_final)], BOUND, "output")
    states = [torch.randn_like(s) for s in parts(final)]
    hx = states[0] if len(states) == 1 else tuple(states)
    same([found(x, hx)[0]], [expected(x, hx)[0]], BOUND, "output from given states")


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_shapes_of_input(ours, theirs):
    found, expected = pair(ours, theirs, batch_first=True)
    x = torch.randn(B, T, M, dtype=torch.float64)
    same([found(x)[0]], [expected(x)[0]], BOUND, "batch first")
    output, final = found(x[0])
    wanted, wanted_final = expected(x[0])
    same([output, *parts(final)], [wanted, *parts(wanted_final)], BOUND, "single sequence")


@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_packed_and_lengths(ours, theirs, bidirectional, sort):
    found, expected = pair(ours, theirs, bidirectional=bidirectional)
    lengths = [9, 6, 4, 1] if sort else [4, 9, 1, 6]
    packed = pack_sequence(
        [torch.randn(n, M, dtype=torch.float64) for n in lengths], enforce_sorted=sort
    )
    output, final = found(packed)
    wanted, wanted_final = expected(packed)
    same([output.data, *parts(final)], [wanted.data, *parts(wanted_final)], BOUND, "packed")
    padded, own = pad_packed_sequence(packed)
    output, final = found(padded, lengths=own)
    same([output, *parts(final)], [pad_packed_sequence(wanted)[0], *parts(wanted_final)], BOUND, "")


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_state_dict_goes_back_to_torch(ours, theirs):
    found, expected = pair(ours, theirs)
    x = torch.randn(T, B, M, dtype=torch.float64)
    wanted = expected(x)[0].detach()
    with torch.no_grad():
        for parameter in expected.parameters():
            parameter.zero_()
    expected.load_state_dict(found.state_dict())
    same([expected(x)[0]], [wanted], BOUND, "after the way back")


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_torch_biases_takes_torchs_training_steps(ours, theirs):
    torch.manual_seed(3)
    expected = theirs(M, H, dtype=torch.float64)
    torch.manual_seed(3)
    found = ours(M, H, dtype=torch.float64, torch_biases=True)
    x = torch.randn(T, B, M, dtype=torch.float64)
    for network in (found, expected):
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            (network(x)[0] ** 2).sum().backward()
            optimizer.step()
    same([found(x)[0]], [expected(x)[0]], 4 * BOUND, "after three steps")


def test_forget_bias_where_the_equations_have_one():
    network = nn.Recurrent("lstm", M, H, forget_bias=1.0)
    assert (network.bias_l0[H : 2 * H] == 1).all()
    assert (network.bias_l0[:H] != 1).all()
    assert (nn.Recurrent("gru", M, H, forget_bias=2.0).bias_l0[H : 2 * H] == 2).all()


def test_initialisations():
    eye = nn.Recurrent("elman", M, H, init="identity").weight_hh_l0
    assert torch.equal(eye, torch.eye(H))
    q = nn.Recurrent("lstm", M, H, init="orthogonal", dtype=torch.float64).weight_hh_l0[:H]
    same([q @ q.T], [torch.eye(H, dtype=torch.float64)], BOUND, "orthogonal")
    chrono = nn.Recurrent("lstm", M, 500, init="chrono", longest=100).bias_l0
    forget = chrono[500:1000].exp()
    assert forget.min() >= 1 and 40 < forget.mean() < 60 and forget.max() <= 99
    assert torch.equal(chrono[:500], -chrono[500:1000])
    with pytest.raises(SettingError, match="longest"):
        nn.Recurrent("lstm", M, H, init="chrono")


def test_learned_context_starts_at_alpha():
    network = nn.Recurrent("scrn(learned=True, alpha=0.9)", M, H)
    same([network.weight_q_l0.sigmoid()], [torch.full((2,), 0.9)], 1e-6, "alpha")
    assert network.output_size == H + 2


def test_one_generator_gives_one_network():
    weights = [
        nn.Recurrent("lstm", M, H, generator=torch.Generator().manual_seed(5)).weight_ih_l0
        for _ in range(2)
    ]
    assert torch.equal(*weights)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda n: n(torch.zeros(T, B, M + 1)), "expected"),
        (lambda n: n(torch.zeros(T, B, M), torch.zeros(1, B, H)), "state"),
        (lambda n: n(torch.zeros(T, B, M), lengths=torch.tensor([0, 1, 1, 1])), "between 1 and"),
        (lambda n: n(torch.zeros(T, B, M), lengths=torch.tensor([1, 1])), "shape"),
        (lambda n: n(torch.zeros(0, B, M)), "at least one step"),
    ],
)
def test_bad_calls(call, message):
    with pytest.raises(SettingError, match=message) as caught:
        call(nn.Recurrent("lstm", M, H))
    assert not english_in(caught.value)


def test_dropout_acts_between_layers_in_training_only():
    network = nn.Recurrent("lstm", M, H, num_layers=2, dropout=0.5)
    x = torch.randn(T, B, M)
    assert not torch.equal(network(x)[0], network(x)[0])
    network.eval()
    assert torch.equal(network(x)[0], network(x)[0])
