"""The gradient profile of networks whose gradient is known."""

import numpy as np
import pytest
import torch
from tests.diagnose.known import batch as known_batch
from tests.diagnose.known import forecasting, forecasts, leaky, stabilised, two
from torch import Tensor, nn

from recurra.diagnose.gradient_ratio import find, profile, ratios
from recurra.diagnose.watch import watched
from recurra.nn.batch import Batch
from recurra.nn.heads import ForecastHead
from recurra.nn.model import Model


class Decay(nn.Module):
    """h_t = keep h_(t-1) + x_t: the gradient at distance d is keep^d times that at the end."""

    def __init__(self, keep: float) -> None:
        super().__init__()
        self.keep = keep

    def forward(self, x: Tensor, lengths: Tensor | None = None) -> tuple[Tensor, tuple[()]]:
        h, out = torch.zeros_like(x[0]), []
        for step in x.unbind(0):
            h = self.keep * h + step
            out.append(h)
        return torch.stack(out), ()


def batch(lengths: list[int] | None = None, steps: int = 12, seed: int = 0) -> Batch:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(steps, 9, 2, generator=generator, dtype=torch.float64)
    given = None if lengths is None else torch.tensor(lengths)
    return Batch(x, given, torch.randn(9, 1, 1, generator=generator, dtype=torch.float64))


def model(keep: float) -> Model:
    return Model(Decay(keep), ForecastHead(2, horizon=1).double())


def test_exponential_forgetting() -> None:
    found = profile(model(0.5), [batch(), batch(seed=1)], name="decay")
    assert found.architecture == "decay"
    assert found.normalised == pytest.approx([0.5**d for d in range(12)], rel=1e-9)
    assert found.reach == 7  # 0.5^7 is the first below a hundredth


def test_the_end_is_each_sequences_own() -> None:
    lengths = [12, 5, 12, 9, 12, 12, 7, 12, 12]
    found = profile(model(0.5), [batch(lengths)])
    assert found.normalised[:5] == pytest.approx([0.5**d for d in range(5)], rel=0.5)
    assert len(found.distance) == 7  # from there on fewer than eight examples reach back


def test_a_batch_of_its_own_for_each_example_changes_nothing() -> None:
    whole = batch()
    single = [
        whole._replace(x=whole.x[:, k : k + 1], target=whole.target[k : k + 1])
        for k in range(9)
        if whole.target is not None
    ]
    one = model(0.8)
    assert np.allclose(profile(one, [whole]).median, profile(one, single).median)


def test_what_is_never_forgotten_has_no_reach() -> None:
    assert profile(model(1.0), [batch()]).reach is None
    assert profile(model(0.0), [batch()]).reach == 1


def test_the_states_ratio_of_a_linear_recurrence_is_a_power():
    found = ratios(forecasting(leaky.with_options(keep=0.7)), [known_batch()])
    expected = [0.7**d for d in range(12)]
    assert np.allclose(found.states, expected, rtol=1e-12)
    # at the inputs the same falls by keep at each step, from ‖W' g‖ / ‖g‖
    assert np.allclose(found.inputs / found.inputs[:, :1], expected, rtol=1e-12)


def test_the_raw_ratio_at_the_inputs_contains_the_input_matrix():
    model = forecasting(leaky.with_options(keep=0.7))
    before = ratios(model, [known_batch()]).inputs
    with torch.no_grad():
        model.body.weight_ih_l0.mul_(10)
    assert np.allclose(ratios(model, [known_batch()]).inputs, 10 * before, rtol=1e-9)


def test_the_memory_counts_and_a_stabiliser_does_not():
    """dL/dh[T] = g; before the end only c carries on: keep g, keep^2 g, ..."""
    found = ratios(forecasting(two), [known_batch()]).states
    assert np.allclose(found, [0.9**d for d in range(12)], rtol=1e-12)
    with_maximum = ratios(forecasting(stabilised), [known_batch()]).states
    assert np.allclose(with_maximum, found, rtol=1e-12)


def test_ratios_of_ragged_examples_start_at_their_own_ends():
    lengths = [12, 5, 3, 12, 7, 12, 9, 12, 12, 12, 4, 12, 12, 12, 12, 12]
    found = ratios(forecasting(leaky), [known_batch(lengths=lengths)]).states
    for row, length in zip(found, lengths, strict=True):
        assert np.allclose(row[:length], [0.5**d for d in range(length)], rtol=1e-12)
        assert np.isnan(row[length:]).all()


def test_a_vanishing_ratio_is_found_and_a_lasting_one_is_not():
    sick = find(forecasts(leaky.with_options(keep=0.5)))
    assert sick.verdict == "sick" and sick.advice
    assert sick.number == pytest.approx(0.5**11, rel=5e-5)  # five digits are kept
    assert find(forecasts(leaky.with_options(keep=0.9))).verdict == "healthy"
    assert find(forecasts(leaky.with_options(keep=2.0))).verdict == "sick"


def test_watching_changes_nothing():
    torch.manual_seed(0)
    model = forecasting(leaky, num_layers=2, bidirectional=True)
    given = known_batch(lengths=[12, 3, 7, 5] * 4)
    before = model(given)
    with watched(model) as watcher:
        assert torch.allclose(model(given), before, rtol=1e-12)
    assert len(watcher.passages) == 4
    assert torch.equal(model(given), before)
