"""`recurra.LSTM`, `GRU` and `RNN` in the place of torch's: what people do with a module."""

import copy
import io
import multiprocessing
import pickle
import warnings

import numpy as np
import pytest
import torch

from recurra import nn, words
from recurra.compiler.conformance import same, tolerance
from recurra.errors import CellError, SettingError, SettingTypeError
from recurra.ir import cell, tanh

KINDS = [(nn.LSTM, torch.nn.LSTM), (nn.GRU, torch.nn.GRU), (nn.RNN, torch.nn.RNN)]
T, B, M, H = 5, 2, 3, 4
BOUND = tolerance(torch.float64, T, 4 * H)
both = pytest.mark.parametrize(("ours", "theirs"), KINDS)
everywhere = pytest.mark.parametrize("layers", [1, 2])


def flat(output, states):
    return [output, *([states] if isinstance(states, torch.Tensor) else states)]


def two(ours, theirs, *args, **options):
    """Both with the same weights: the same seed draws them."""
    torch.manual_seed(3)
    expected = theirs(*args, dtype=torch.float64, **options)
    torch.manual_seed(3)
    return ours(*args, dtype=torch.float64, **options), expected


@both
@everywhere
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_parameters_names_and_order_are_torchs(ours, theirs, layers, bidirectional, bias):
    options = {"num_layers": layers, "bidirectional": bidirectional, "bias": bias}
    found, expected = two(ours, theirs, M, H, **options)
    wanted = [(name, p.tolist()) for name, p in expected.named_parameters()]
    assert [(name, p.tolist()) for name, p in found.named_parameters()] == wanted
    assert list(found.state_dict()) == list(expected.state_dict())
    assert [[p.shape for p in row] for row in found.all_weights] == [
        [p.shape for p in row] for row in expected.all_weights
    ]
    assert repr(found) == repr(expected) and found.mode == expected.mode
    found.flatten_parameters()
    single = ours(M, H, torch_biases=False, **options)
    assert list(single.state_dict()) == list(expected.state_dict())


def fill_by_name(network):
    for name, parameter in network.named_parameters():
        if "bias" in name:
            parameter.data[H : 2 * H].fill_(1.0)


def fill_by_weights(network):
    for names in network._all_weights:
        for name in (n for n in names if "bias" in n):
            bias = getattr(network, name)
            bias.data[bias.size(0) // 4 : bias.size(0) // 2].fill_(1.0)


def write_in_place(network):
    with torch.no_grad():
        network.bias_ih_l0[H : 2 * H] = 1
        network.bias_hh_l0[H : 2 * H] = 0
    torch.nn.init.orthogonal_(network.weight_hh_l0, generator=torch.Generator().manual_seed(1))


def give_another(network):
    network.bias_hh_l0 = torch.nn.Parameter(torch.ones(4 * H, dtype=torch.float64))


@pytest.mark.parametrize("write", [fill_by_name, fill_by_weights, write_in_place, give_another])
def test_loops_that_set_the_forget_bias(write):
    x = torch.randn(T, B, M, dtype=torch.float64)
    pair = two(nn.LSTM, torch.nn.LSTM, M, H)
    pair[0](x)  # what is known of a run may not hide what is written after it
    for network in pair:
        write(network)
    found, expected = (flat(*network(x)) for network in pair)
    same(found, expected, BOUND, write.__name__)


def test_other_starting_weights_than_torchs():
    found = nn.LSTM(M, H, 2, forget_bias=3.0, bidirectional=True)
    total = found.bias_ih_l1_reverse + found.bias_hh_l1_reverse
    assert (total[H : 2 * H] == 3).all()
    square = nn.GRU(M, H, init="orthogonal").weight_hh_l0[:H].double()
    same([square @ square.T], [torch.eye(H).double()], 1e-6, "orthogonal")


@both
@everywhere
def test_a_batch_of_none(ours, theirs, layers):
    found, expected = two(ours, theirs, M, H, num_layers=layers, bidirectional=True)
    x = torch.zeros(T, 0, M, dtype=torch.float64, requires_grad=True)
    results, wanted = flat(*found(x)), flat(*expected(x))
    assert [r.shape for r in results] == [w.shape for w in wanted]
    results[0].sum().backward()
    assert all((p.grad == 0).all() for p in found.parameters())


@both
def test_input_by_name_and_lengths_of_any_kind(ours, theirs):
    found, expected = two(ours, theirs, M, H)
    x = torch.randn(T, B, M, dtype=torch.float64)
    same(flat(*found(input=x)), flat(*expected(input=x)), BOUND, "by name")
    wanted = flat(*found(x, lengths=torch.tensor([5, 2])))
    for lengths in ([5, 2], (5, 2), np.array([5, 2]), [5.0, 2.0], torch.tensor([5.0, 2.0])):
        same(flat(*found(x, lengths=lengths)), wanted, 0.0, repr(lengths))


@both
def test_what_torch_says_of_dropout(ours, theirs):
    for kind in (ours, theirs):
        with pytest.warns(UserWarning, match="num_layers") as caught:
            kind(M, H, dropout=0.5)
        assert caught[0].filename == __file__ or kind is theirs
    zeros = ours(M, H, 2, dropout=1.0)(torch.ones(T, B, M))[0]
    assert torch.isfinite(zeros).all()
    with pytest.raises(SettingError, match=r"\[0, 1\]"):
        ours(M, H, 2, dropout=1.5)
    with pytest.raises(SettingTypeError, match="dropout"):
        ours(M, H, 2, dropout="0.1")


def run(network):
    """In another process."""
    return network(torch.ones(T, B, M))[0].detach().numpy()


@both
@everywhere
def test_pickled_saved_copied(ours, theirs, layers):
    found = ours(M, H, layers, dropout=0.0, zoneout=0.1)
    found.eval()
    x = torch.ones(T, B, M)
    wanted = found(x)[0]
    file = io.BytesIO()
    torch.save(found, file)
    file.seek(0)
    for again in (
        pickle.loads(pickle.dumps(found)),
        copy.deepcopy(found),
        torch.load(file, weights_only=False),
    ):
        assert torch.equal(again(x)[0], wanted)
        assert again.training is False and again.cell == found.cell
        assert again.state_dict().keys() == found.state_dict().keys()


def test_sent_to_a_spawned_process():
    network = nn.LSTM(M, H)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert (pool.apply(run, (network,)) == run(network)).all()


@cell(states="h")
def mine(x, h, W, U, b, *, share=0.5):
    return share * h + tanh(W @ x + U @ h + b)


def test_a_users_cell_is_pickled_by_its_module(tmp_path):
    for own in (mine, mine.with_options(share=0.25)):
        again = pickle.loads(pickle.dumps(nn.Recurrent(own, M, H)))
        assert again.cell == own
    file = tmp_path / "cells.py"
    text = "from recurra.ir import cell, tanh\n@cell(states='h')\ndef leaky(x, h, W, b):\n"
    file.write_text(text + "    return 0.5 * h + tanh(W @ x + b)\n")
    kept = pickle.dumps(nn.Recurrent(f"{file}:leaky", M, H))
    assert pickle.loads(kept).cell.name == "leaky"
    file.write_text(text + "    return 0.25 * h + tanh(W @ x + b)\n")
    with pytest.raises(CellError, match="other equations"):
        pickle.loads(kept)

    @cell(states="h")
    def within(x, h, W):
        return h + W @ x

    with pytest.raises(CellError, match="top of a module"):
        pickle.dumps(nn.Recurrent(within, M, H))


def test_a_recursive_network_is_pickled():
    forest = nn.Forest.of([([2, 2, -1], [0, 1, 2]), ([-1], [3])])
    network = nn.Recursive("nary", M, H)
    x = torch.randn(len(forest.tokens), M)
    again = pickle.loads(pickle.dumps(network))
    assert torch.equal(again(forest, x).roots, network(forest, x).roots)
    found = torch.func.grad(lambda x: network(forest, x).roots.sum())(x)
    x.requires_grad_()
    network(forest, x).roots.sum().backward()
    same([found], [x.grad], tolerance(torch.float32, 3, 4 * H), "torch.func.grad")


@both
@everywhere
def test_function_transforms(ours, theirs, layers):
    found, expected = two(ours, theirs, M, H, num_layers=layers)
    x = torch.randn(T, B, M, dtype=torch.float64)

    def gradients(network):
        def loss(parameters, x):
            return torch.func.functional_call(network, parameters, (x,))[0].square().sum()

        own = {name: p.detach() for name, p in network.named_parameters()}
        by_weight, by_input = torch.func.grad(loss, argnums=(0, 1))(own, x)
        return [*by_weight.values(), by_input]

    same(gradients(found), gradients(expected), 4 * BOUND, "torch.func.grad")
    many = torch.randn(3, T, B, M, dtype=torch.float64)
    batched = torch.func.vmap(lambda x: found(x)[0])(many)
    same([batched], [torch.stack([found(x)[0] for x in many])], BOUND, "vmap")


@both
def test_autocast_gives_its_type(ours, theirs):
    x = torch.randn(T, B, M)
    before = torch.nn.Linear(M, M)
    for network in (ours(M, H), theirs(M, H)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            results = flat(*network(before(x)))
            again = flat(*network(x, *results[1:2]) if ours is not nn.LSTM else network(x))
        assert {r.dtype for r in results + again} == {torch.bfloat16}
        results[0].float().sum().backward()
        assert all(p.grad.dtype is torch.float32 for p in network.parameters())


WRONG = {
    "int64": (torch.ones(T, B, M, dtype=torch.int64), "torch.int64"),
    "bool": (torch.ones(T, B, M, dtype=torch.bool), "torch.bool"),
    "float64": (torch.ones(T, B, M, dtype=torch.float64), "torch.float64"),
    "1-D": (torch.ones(M), "1D"),
    "4-D": (torch.ones(1, T, B, M), "4D"),
    "width": (torch.ones(T, B, M + 1), "shape"),
    "list": ([[1.0, 2.0]], "got: list"),
    "array": (np.ones((T, B, M), np.float32), "ndarray"),
    "None": (None, "NoneType"),
    "no step": (torch.ones(0, B, M), "at least one step"),
}


@both
@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_input_is_one_sentence(ours, theirs, kind):
    x, said = WRONG[kind]
    with pytest.raises(SettingError, match=said):
        ours(M, H)(x)
    with words.speaking("ja"), pytest.raises(SettingError) as caught:
        ours(M, H)(x)
    assert str(caught.value)


@pytest.mark.parametrize("lengths", [[5, 9], [5, 0], [5], [2.5, 1], "ab", [[5, 2]], [True, True]])
def test_what_are_no_lengths_is_one_sentence(lengths):
    with pytest.raises(SettingError, match="lengths"):
        nn.LSTM(M, H)(torch.ones(T, B, M), lengths=lengths)


@both
@pytest.mark.parametrize(
    ("sizes", "name"),
    [((4, 6.0), "hidden_size"), ((4.0, 6), "input_size"), (("4", 6), "input_size"),
     ((4, 6, 1.5), "num_layers"), ((4, None), "hidden_size")],
)  # fmt: skip
def test_sizes_are_whole_numbers(ours, theirs, sizes, name):
    with pytest.raises(TypeError, match=f"{name} should be of type int, got"):
        ours(*sizes)


@both
def test_sizes_of_numpy(ours, theirs):
    network = ours(np.int64(M), np.int32(H), np.int8(2))
    assert network(torch.ones(T, B, M))[0].shape == (T, B, H)
    assert type(network.hidden_size) is int


@both
def test_scripts_and_traces_say_what_to_use(ours, theirs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with pytest.raises(SettingError, match=r"torch\.compile"):
            torch.jit.script(torch.nn.Sequential(ours(M, H)))
        with pytest.raises(SettingError, match=r"torch\.compile"):
            torch.jit.trace(ours(M, H), torch.ones(T, B, M))


@both
def test_projections_are_refused(ours, theirs):
    with pytest.raises(SettingError, match="proj_size"):
        ours(M, H, proj_size=2)
    assert ours(M, H, proj_size=0).proj_size == 0
