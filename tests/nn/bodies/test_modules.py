"""Bodies without a cell: one conformance suite over all of them, and a user's own modules."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from recurra.errors import SettingError
from recurra.nn.bodies.body import Interface, at_end
from recurra.nn.bodies.design import How
from recurra.nn.bodies.find import find
from recurra.nn.bodies.transformer import Transformer, places
from recurra.settings.bodies import BODIES

WANTED = Interface(3, window=6, longest=6, horizon=2, targets=(1,))
MINE = """
import torch
from torch import nn

class Sums(nn.Module):
    def __init__(self, input_size, units, factor=1.0):
        super().__init__()
        self.up, self.factor = nn.Linear(input_size, units), factor
    def forward(self, x, lengths):
        return self.factor * self.up(x).cumsum(0), lengths

class Last(nn.Module):
    def __init__(self, input_size):
        super().__init__()
        self.up = nn.Linear(input_size, 4)
    def forward(self, x):
        return self.up(x)[-1]

class Broken(Last):
    def forward(self, x):
        return self.up(x) @ x

class Number:
    def __init__(self, input_size):
        pass
    def forward(self, x):
        return x
"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("own") / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    return file


def built(spec: str, seed: int = 0, dtype: torch.dtype = torch.float32) -> nn.Module:
    design, generator = find(spec), torch.Generator().manual_seed(seed)
    sizes = design.sizes(WANTED, 8)
    return design.build(WANTED, sizes, How(dtype=dtype, generator=generator))


@pytest.mark.parametrize("name", BODIES)
class TestEveryBody:
    def test_shapes_and_costs(self, name: str) -> None:
        design, body = find(name), built(name)
        found = design.measures(WANTED, design.sizes(WANTED, 8))
        output, _ = body(torch.randn(6, 2, 3))
        assert output.shape == (6, 2, body.output_size) == (6, 2, found.features)
        parameters = sum(p.numel() for p in body.parameters())
        assert (parameters, body.output_size) == design.parameters(WANTED, design.sizes(WANTED, 8))
        assert found.parameters == parameters
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            body.at_end(torch.zeros(body.window, 1, 3))
        assert found.flops >= counter.get_total_flops()

    def test_the_end_is_the_last_step_of_all(self, name: str) -> None:
        body, x = built(name).eval(), torch.randn(6, 3, 3)
        lengths = torch.tensor([6, 2, 5])
        for own in (None, lengths):
            output, _ = body(x, lengths=own)
            ends = torch.full((3,), 6) if own is None else own
            expected = output[ends - 1, torch.arange(3)]
            torch.testing.assert_close(at_end(body, x, own), expected)

    def test_padding_changes_nothing(self, name: str) -> None:
        body, x = built(name).eval(), torch.randn(6, 2, 3)
        padded = torch.cat([x, torch.full((3, 2, 3), 50.0)])
        lengths = torch.tensor([6, 6])
        torch.testing.assert_close(at_end(body, padded, lengths), at_end(body, x, None))

    def test_a_stream_reads_the_window_again(self, name: str) -> None:
        body, x = built(name).eval(), torch.randn(9, 1, 3)
        stepper = body.stepper()
        for t in range(9):
            found = stepper.step(x[t, 0])
            window = x[max(0, t + 1 - body.window) : t + 1]
            torch.testing.assert_close(found, body.at_end(window)[0])
        kept = stepper.state
        after = stepper.step(x[0, 0])
        stepper.reset()
        stepper.state = kept
        assert torch.equal(stepper.step(x[0, 0]), after)

    def test_one_seed_one_body(self, name: str) -> None:
        one, two, other = built(name, 1), built(name, 1), built(name, 2)
        states = [list(b.state_dict().values()) for b in (one, two, other)]
        assert all(torch.equal(a, b) for a, b in zip(states[0], states[1], strict=True))
        if states[0]:
            assert not all(torch.equal(a, b) for a, b in zip(states[0], states[2], strict=True))
        one.reset_parameters(torch.Generator().manual_seed(2))
        assert all(
            torch.equal(a, b) for a, b in zip(one.state_dict().values(), states[2], strict=True)
        )

    def test_float64(self, name: str) -> None:
        body = built(name, dtype=torch.float64)
        assert body(torch.randn(6, 2, 3, dtype=torch.float64))[0].dtype is torch.float64

    def test_no_recurrence_to_be_dropped(self, name: str) -> None:
        design = find(name)
        if design.cell is None:
            assert "no recurrence" in str(design.reason_against(WANTED, {"zoneout": 0.1}))
        assert not design.reason_against(WANTED, {"zoneout": 0.0})


@pytest.mark.parametrize("causal", [False, True])
def test_transformer_is_that_of_torch(causal: bool) -> None:
    body = Transformer(3, 8, 5, layers=2, heads=2, causal=causal).eval()
    layer = nn.TransformerEncoderLayer(8, 2, 32, 0.0, batch_first=True, norm_first=True)
    theirs = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8), enable_nested_tensor=False).eval()
    with torch.no_grad():
        for own, block in zip(body.layers, theirs.layers, strict=True):
            pairs = {
                block.self_attn.in_proj_weight: own.qkv.weight,
                block.self_attn.in_proj_bias: own.qkv.bias,
            }
            for one, two in (
                (block.self_attn.out_proj, own.out), (block.linear1, own.up),
                (block.linear2, own.down), (block.norm1, own.norm1), (block.norm2, own.norm2),
            ):  # fmt: skip
                pairs |= {one.weight: two.weight, one.bias: two.bias}
            for to, of in pairs.items():
                to.copy_(of)
    x, lengths = torch.randn(6, 3, 3), torch.tensor([6, 2, 4])
    beyond = torch.arange(6) >= lengths[:, None]
    mask = nn.Transformer.generate_square_subsequent_mask(6) == -torch.inf if causal else None
    z = body.embed(x.transpose(0, 1)) + places(6, 8, x)
    expected = theirs(z, mask, beyond, is_causal=causal).transpose(0, 1)
    found, _ = body(x, lengths=lengths)
    inside = ~beyond.T
    torch.testing.assert_close(found[inside], expected[inside])


def test_the_transformer_is_counted_by_hand() -> None:
    found = find("transformer(layers=1, heads=2, wide=4)").measures(WANTED, {"units": 8})
    n, t, i = 8, 6, 3
    products = 2 * t * (i * n + 4 * n * n + 2 * 4 * n * n) + 2 * 2 * t * t * n
    assert found.flops >= products and found.flops < 1.2 * products
    assert found.transcendental >= 2 * t * t  # the softmax of each head
    assert found.reread == 6


def test_a_users_module(mine: Path) -> None:
    body = built(f"{mine}:Sums(factor=2.0)")
    x = torch.randn(6, 2, 3)
    torch.testing.assert_close(body(x)[0], 2 * body.module.up(x).cumsum(0))
    design = find(f"{mine}:Sums")
    assert (design.name, body.output_size, design.fitting(WANTED)) == ("Sums", 8, (1, 1))
    assert torch.equal(
        built(f"{mine}:Sums").module.up.weight, built(f"{mine}:Sums").module.up.weight
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Last", r"forward gave \[2, 4\] for an input of shape \[6, 2, 3\]"),
        ("Broken", "Broken does not run: RuntimeError"),
        ("Number", "makes no torch.nn.Module"),
        ("Sums(fctor=2)", "unexpected keyword argument"),
        ("Smus", "did you mean 'Sums'"),
    ],
)
def test_a_users_module_that_is_wrong(mine: Path, name: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        built(f"{mine}:{name}")


def test_the_hybrid_is_a_network_and_an_encoder_of_torch() -> None:
    body = built("hybrid(cell=gru, heads=2)").eval()
    layer = nn.TransformerEncoderLayer(8, 2, 32, 0.0, batch_first=True, norm_first=True).eval()
    own = body.layers[0]
    names = {
        "self_attn.in_proj_weight": own.qkv.weight, "self_attn.in_proj_bias": own.qkv.bias,
        "self_attn.out_proj.weight": own.out.weight, "self_attn.out_proj.bias": own.out.bias,
        "linear1.weight": own.up.weight, "linear1.bias": own.up.bias,
        "linear2.weight": own.down.weight, "linear2.bias": own.down.bias,
        "norm1.weight": own.norm1.weight, "norm1.bias": own.norm1.bias,
        "norm2.weight": own.norm2.weight, "norm2.bias": own.norm2.bias,
    }  # fmt: skip
    layer.load_state_dict(names)
    x = torch.randn(6, 2, 3)
    h, _ = body.recurrent(x)
    expected = body.norm(layer(h.transpose(0, 1))).transpose(0, 1)
    torch.testing.assert_close(body(x)[0], expected)


def test_convolutions_sum_what_came_before() -> None:
    body, x = built("tcn(layers=2, kernel=2)").eval(), torch.randn(6, 1, 3)

    def convolved(z: torch.Tensor, layer: nn.Conv1d, dilation: int) -> torch.Tensor:
        found = []
        for t in range(len(z)):
            total = layer.bias.clone()
            for k in range(2):
                back = t - (1 - k) * dilation
                if back >= 0:
                    total = total + layer.weight[:, :, k] @ z[back]
            found.append(total)
        return torch.stack(found)

    z = x[:, 0]
    for number, block in enumerate(body.blocks):
        inner = convolved(convolved(z, block.one, 2**number).relu(), block.two, 2**number).relu()
        skip = z @ block.skip.weight[:, :, 0].T + block.skip.bias if number == 0 else z
        z = (inner + skip).relu()
    torch.testing.assert_close(body(x)[0][:, 0], z)
    assert body.window == 6 and built("tcn(layers=1, kernel=2)").window == 3


def test_the_perceptron_reads_the_window() -> None:
    body, x = built("mlp").eval(), torch.randn(6, 2, 3)
    whole = nn.Sequential(body.layers[0], nn.ReLU(), body.layers[1], nn.ReLU())
    torch.testing.assert_close(body.at_end(x), whole(x.transpose(0, 1).flatten(1)))


def test_linear_models_take_the_window_apart() -> None:
    x = torch.randn(6, 1, 3)
    found = built("dlinear(kernel=3)").at_end(x).view(2, 6, 3)
    longer = torch.cat([x[:1], x, x[-1:]])[:, 0]
    trend = torch.stack([longer[t : t + 3].mean(0) for t in range(6)])
    torch.testing.assert_close(found, torch.stack([trend, x[:, 0] - trend]))
    found = built("nlinear").at_end(x).view(7, 3)
    torch.testing.assert_close(found, torch.cat([x[:, 0] - x[-1, 0], x[-1]]))
    assert "is for forecasts" in str(find("dlinear").reason_against(Interface(3), {}))


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_the_decoder_looks_back_at_each_step(cell: str) -> None:
    body, x = built(f"decoder(cell={cell}, width=3)").eval(), torch.randn(5, 1, 3)
    h = body.encoder(x)[0][:, 0]
    query, states, found = h[-1], None, []
    for k in range(2):
        weights = torch.stack([query @ (body.score.weight @ one) for one in h]).softmax(0)
        context = sum(w * one for w, one in zip(weights, h, strict=True))
        given = torch.cat([context, h[-1] + body.ahead.weight[k]])
        output, states = body.decoder(given[None, None], states)
        query = output[0, 0]
        found.append(body.out(query))
    torch.testing.assert_close(body.at_end(x)[0], torch.cat(found))
    assert body.output_size == 6
    with pytest.raises(SettingError, match="one of the gallery"):
        built('decoder(cell="./mine.py:leaky")')
