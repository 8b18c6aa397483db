"""Poolings: each held to a transcription in NumPy, streams, truncation, and what they are for."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from tests.stand_ins import TorchBody
from torch import nn

from recurra.comparison.competitors import Trained, Wish
from recurra.data import gather
from recurra.errors import SettingError
from recurra.export import bundle
from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model
from recurra.nn.pooling.pool import Attention, built, measures
from recurra.nn.segments import within
from recurra.records import Source
from recurra.settings import Training
from recurra.settings.pooling import LAST, POOLING
from recurra.tasks import Task, pose
from recurra.tasks.network import network
from recurra.tasks.teaching import check

F = 4
LENGTHS = (5, 1, 3)
OTHERS = [name for name in POOLING if name != LAST]


def softmax(scores: np.ndarray) -> np.ndarray:
    return np.exp(scores) / np.exp(scores).sum()


def attention(P: dict[str, np.ndarray], h: np.ndarray) -> np.ndarray:
    return softmax(np.tanh(h @ P["inner.weight"].T + P["inner.bias"]) @ P["vector"])


def dot(P: dict[str, np.ndarray], h: np.ndarray) -> np.ndarray:
    return softmax(h @ P["query"] / np.sqrt(F))


BY_HAND = {  # of parameters and one sequence's own steps [T,F]
    "last": lambda P, h: h[-1],
    "mean": lambda P, h: h.mean(0),
    "max": lambda P, h: h.max(0),
    "attention": lambda P, h: attention(P, h) @ h,
    "dot": lambda P, h: dot(P, h) @ h,
}
WEIGHTS = {"mean": lambda P, h: np.full(len(h), 1 / len(h)), "attention": attention, "dot": dot}
NUMBERS = {"attention": F * F + 2 * F, "dot": F}


def made(name: str, width: int = F) -> nn.Module:
    return built(name, width, torch.Generator().manual_seed(3)).double()


def features(steps: int = 5, sequences: int = 3, seed: int = 0) -> torch.Tensor:
    drawn = torch.Generator().manual_seed(seed)
    return 3 * torch.randn(steps, sequences, F, generator=drawn, dtype=torch.float64)


@pytest.mark.parametrize("name", POOLING)
class TestEveryPooling:
    def test_a_transcription(self, name: str) -> None:
        pooling, h = made(name), features()
        P = {n: p.detach().numpy() for n, p in pooling.named_parameters()}
        for lengths in (None, LENGTHS):
            ends = lengths or (5, 5, 5)
            padded = h.clone()
            for b, end in enumerate(ends):
                padded[end:, b] = torch.nan
            given = None if lengths is None else torch.tensor(lengths)
            found = pooling(padded, given).detach().numpy()
            own = [h[:end, b].numpy() for b, end in enumerate(ends)]
            assert_allclose(found, [BY_HAND[name](P, one) for one in own], rtol=1e-12)
            weights = pooling.weights(padded, given)
            assert (weights is None) == (name not in WEIGHTS)
            if weights is not None:
                for b, one in enumerate(own):
                    column = weights[:, b].detach().numpy()
                    assert_allclose(column[: len(one)], WEIGHTS[name](P, one), rtol=1e-12)
                    assert not column[len(one) :].any()

    def test_gradients(self, name: str) -> None:
        """Against differences of each sequence alone; none reaches the padding."""
        pooling, lengths = made(name), torch.tensor(LENGTHS)

        def padded(h: torch.Tensor, *_: torch.Tensor) -> torch.Tensor:
            return pooling(h, lengths)

        h = features().requires_grad_()
        assert torch.autograd.gradcheck(padded, (h, *pooling.parameters()))
        (found,) = torch.autograd.grad(padded(h).square().sum(), h)
        for b, end in enumerate(LENGTHS):
            alone = h[:end, b : b + 1].detach().requires_grad_()
            (own,) = torch.autograd.grad(pooling(alone).square().sum(), alone)
            torch.testing.assert_close(found[:end, b], own[:, 0])
            assert not found[end:, b].any()

    def test_parameters_and_costs(self, name: str) -> None:
        assert sum(p.numel() for p in made(name).parameters()) == NUMBERS.get(name, 0)
        found = measures(name, F)
        assert found.parameters == NUMBERS.get(name, 0)
        assert measures(name, F, reread=50).flops >= found.flops
        if name == "attention":  # W h, v · tanh, and the sums that are carried
            assert found.flops >= 2 * F * F + 2 * F and found.transcendental >= F + 2

    def test_starts_from_a_seed_alone(self, name: str) -> None:
        torch.manual_seed(1)
        one = made(name)
        torch.manual_seed(2)
        other = made(name)
        other.reset_parameters(torch.Generator().manual_seed(9))
        changed = [not torch.equal(a, b) for a, b in zip(*map(values, (one, other)), strict=True)]
        assert all(changed)
        other.reset_parameters(torch.Generator().manual_seed(9))
        again = values(other)
        other.reset_parameters(torch.Generator().manual_seed(9))
        assert all(torch.equal(a, b) for a, b in zip(again, values(other), strict=True))
        assert all(torch.equal(a, b) for a, b in zip(*map(values, (one, made(name))), strict=True))

    def test_a_stream_gives_the_answer_to_what_came(self, name: str) -> None:
        body = Recurrent("gru", 2, F, dtype=torch.float64, backend="reference")
        model = Model(body, ClassificationHead(F, 2), pooling=made(name)).eval()
        x = torch.randn(9, 1, 2, dtype=torch.float64)
        stepper = model.stepper()
        for t in range(9):
            found = stepper.step(x[t, 0])
            expected = model.pooling.read(body, x[: t + 1], None)[0]
            torch.testing.assert_close(found, expected, check_dtype=True)
        kept = stepper.state
        after = stepper.step(x[0, 0].numpy())
        stepper.reset()
        first = stepper.step(x[0])
        torch.testing.assert_close(first, model.pooling.read(body, x[:1], None))
        stepper.state = kept
        assert (stepper.step(x[0, 0].numpy()) == after).all()

    def test_truncation(self, name: str) -> None:
        """A reach beyond all steps is the usual loss; a shorter one has the same value."""
        drawn = torch.Generator().manual_seed(0)
        body = Recurrent("gru", 2, F, dtype=torch.float64, generator=drawn, backend="reference")
        head = ForecastHead(F, 2, generator=drawn).double()
        model = Model(body, head, pooling=made(name))
        x = torch.randn(9, 3, 2, generator=drawn, dtype=torch.float64)
        y = torch.zeros(3, 2, 1, dtype=torch.float64)
        batch = Batch(x, torch.tensor([9, 2, 7]), y)
        whole = model.loss(batch)
        assert torch.equal(within(model, batch, 9), whole)
        short = within(model, batch, 3)
        torch.testing.assert_close(short, whole)
        parameters = tuple(body.parameters())
        pairs = zip(*(torch.autograd.grad(v, parameters) for v in (whole, short)), strict=True)
        assert any(not torch.allclose(a, b) for a, b in pairs)


def values(module: nn.Module) -> list[torch.Tensor]:
    return [p.detach().clone() for p in module.parameters()]


@pytest.mark.parametrize("name", OTHERS)
def test_a_stream_of_windows_pools_its_last_steps(name: str) -> None:
    body = Recurrent("gru", 2, F, dtype=torch.float64, backend="reference")
    model = Model(body, ClassificationHead(F, 2), pooling=made(name)).eval()
    x = torch.randn(9, 1, 2, dtype=torch.float64)
    states, _ = body(x)
    for window in (1, 4):
        stepper = model.stepper(window=window)
        for t in range(9):
            expected = model.pooling(states[max(0, t + 1 - window) : t + 1])[0]
            torch.testing.assert_close(stepper.step(x[t, 0]), expected)


@pytest.mark.parametrize("name", [n for n in POOLING if isinstance(built(n, 1), Attention)])
def test_large_scores_of_a_stream_do_not_overflow(name: str) -> None:
    pooling, h = made(name), 1e6 * features()
    for parameter in pooling.parameters():
        parameter.data *= 1e3
    carried = pooling.first(h[0])
    for one in h[1:]:
        carried = pooling.more(carried, one)
    torch.testing.assert_close(pooling.pooled(carried), pooling(h))
    assert pooling(h).isfinite().all()


MINE = """import torch
from torch import nn

class Sums(nn.Module):
    def __init__(self, input_size, units):
        super().__init__()
        self.up = nn.Linear(input_size, units)
    def forward(self, x, lengths):
        return self.up(x).cumsum(0)
"""
CLASSES = ("lstm", "gru(layers=2, both=true)", "transformer", "hybrid", "tcn", "mlp", "OWN")
FORECASTS = ("lstm", "decoder", "dlinear", "nlinear")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pooling")
    (folder / "mine.py").write_text(MINE, encoding="utf-8")
    rows = "".join(f"{np.sin(k / 3):.4f}\n" for k in range(120))
    (folder / "waves.csv").write_text(f"wave\n{rows}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tasks(folder: Path) -> dict[str, Task]:
    series = Source.of(str(folder / "waves.csv"), target="wave", lookback=6, horizon=2)
    words = Source.of("probe:keyword", length="4-9", examples=60)
    sources = {"classes": words, "series": series}
    return {name: pose(gather(source), source) for name, source in sources.items()}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    ("kind", "spec"), [*(("classes", s) for s in CLASSES), *(("series", s) for s in FORECASTS)]
)
def test_any_body_is_built_trained_saved_and_streams(
    kind: str, spec: str, name: str, folder: Path, tasks: dict[str, Task], tmp_path: Path,
) -> None:  # fmt: skip
    own = folder / "mine.py"
    spec = spec.replace("OWN", f"{own}:Sums")
    task = tasks[kind]
    design = Trained(spec).describe(task, Wish(4, pooling=name))
    model = network(spec, task, design.hidden, 0, pooling=name, backend="reference")
    assert sum(p.numel() for p in model.parameters()) == design.parameters
    before = [p.detach().clone() for p in model.parameters()]
    optimiser = torch.optim.SGD(model.parameters(), 0.1)
    for batch in list(task.batches("train", 8, seed=0, epoch=0))[:2]:
        optimiser.zero_grad()
        model.loss(batch).backward()
        optimiser.step()
    pairs = zip(before, model.parameters(), strict=True)
    assert all(not torch.equal(a, b) for a, b in pairs if b.requires_grad and b.grad is not None)
    model.eval()
    batch = next(iter(task.batches("validation", 8, seed=0, epoch=0)))
    answers = model(batch)
    bundle.save(tmp_path / "best", model, {"cell": spec})
    loaded = bundle.load(tmp_path / "best").model
    if isinstance(loaded.body, Recurrent):
        loaded.body.backend = "reference"  # which a bundle does not keep
    assert loaded.pooling.name == name and torch.equal(loaded(batch), answers)
    if "both" in spec:
        with pytest.raises(SettingError, match="bidirectional"):
            loaded.stepper()
        return
    stepper, ends = loaded.stepper(window=task.summary.lookback), batch.lengths
    end = len(batch.x) if ends is None else int(ends[0])
    x = loaded.embedded(batch._replace(x=batch.x[:, :1])).x
    for t in range(end):
        found = stepper.step(x[t])
    future = None if batch.future is None else batch.future[:1]
    torch.testing.assert_close(loaded.head(found, future)[0], answers[0], rtol=1e-4, atol=1e-5)


def test_what_is_refused(tasks: dict[str, Task]) -> None:
    series = tasks["series"]
    with pytest.raises(SettingError, match="one answer at the end"):
        check(series, Training(pooling="mean", learn_from="stream"), [])
    stepwise = Batch(torch.zeros(3, 1, 2), None, torch.zeros(3, 1, 2, 1), stepwise=True)
    body = Recurrent("gru", 2, F, backend="reference")
    with pytest.raises(SettingError, match="one answer at the end"):
        Model(body, ForecastHead(F, 2), pooling=built("max", F)).loss(stepwise)
    source = Source.of("probe:keyword", length="4-9", examples=60, trees="split")
    trees = pose(gather(source), source)
    with pytest.raises(SettingError, match="cell for trees"):
        network("nary", trees, 4, 0, pooling="mean")
    assert "cell for trees" in str(Trained("nary").reason_against(trees, Wish(pooling="dot")))
    with pytest.raises(SettingError, match="pooling"):
        Training(pooling="sum")


def test_equal_parameters_count_the_attention(tasks: dict[str, Task]) -> None:
    task = tasks["classes"]
    plain = Trained("lstm").describe(task, Wish(16, "params"))
    read = Trained("lstm").describe(task, Wish(16, "params", pooling="attention"))
    assert read.hidden["h"] < plain.hidden["h"]
    assert abs(read.parameters - plain.parameters) < 0.1 * plain.parameters
    units = read.hidden["h"]
    same = Trained(f"lstm(units={units})").describe(task, Wish())
    assert read.parameters - same.parameters == units**2 + 2 * units
    assert read.flops > same.flops and plain.pooling == LAST


def early(seed: int, examples: int) -> Batch:
    """The sign of the first 20 of 100 steps is the class; what follows is noise around 0."""
    drawn = torch.Generator().manual_seed(seed)
    target = torch.randint(2, (examples,), generator=drawn)
    x = 0.5 * torch.randn(100, examples, 1, generator=drawn)
    x[:20, :, 0] += 2.0 * target - 1
    return Batch(x, target=target)


@pytest.mark.parametrize("name", ["mean", "attention"])
def test_an_early_answer_is_learned_by_reading_all_steps(name: str) -> None:
    test, found = early(2, 256), {}
    for own in (LAST, name):
        start = torch.Generator().manual_seed(0)
        body = TorchBody(1, 8)
        for parameter in body.parameters():
            parameter.data.uniform_(-0.35, 0.35, generator=start)
        model = Model(body, ClassificationHead(8, 2, generator=start), None, built(own, 8, start))
        optimiser = torch.optim.Adam(model.parameters(), 0.01)
        for _ in range(50):
            optimiser.zero_grad()
            model.loss(early(1, 64)).backward()
            optimiser.step()
        found[own] = float((model(test).argmax(1) == test.target).float().mean())
    assert found[LAST] < 0.75 and found[name] > 0.9, found
