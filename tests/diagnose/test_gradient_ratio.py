"""The gradient profile of networks whose gradient is known."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from recurra.diagnose.gradient_ratio import profile
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
