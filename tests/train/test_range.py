"""A rate range test finds the known edge of a quadratic, and says where nothing is learned."""

import pytest
import torch
from torch import nn

from recurra.diagnose.learning_rates import finding
from recurra.nn.batch import Batch
from recurra.train import FitSettings
from recurra.train.range_test import HIGH, LOW, range_test


class Bowl(nn.Module):
    """loss = c (w - x)² / 2 of x near 1: plain descent diverges from a rate of 2 / c on."""

    def __init__(self, curvature):
        super().__init__()
        self.w, self.curvature = nn.Parameter(torch.zeros(())), curvature

    def loss(self, batch):
        return self.curvature * (self.w - batch.x).square().mean() / 2


def batches(epoch):
    return (Batch(torch.full((1,), x)) for x in (0.9, 1.1, 1.05, 0.95))


def found(curvature):
    settings = FitSettings(1.0, 400, 400, optimizer="sgd", momentum=0.0, clip_norm=0.0)
    return range_test(Bowl(curvature), batches, settings)


@pytest.mark.parametrize("curvature", [1.0, 20.0])
def test_the_edge_is_where_descent_diverges(curvature):
    """Smoothing lags by 20 updates, in which the rate rises by (1e7)^(20 / 399) = 2.2 times."""
    one = found(curvature)
    assert 2 / curvature / 2.5 < one.edge < 2.5 * 2 / curvature
    assert one.rates[0] == LOW and one.rates[-1] < HIGH
    assert one.suggested == pytest.approx(one.edge / 10)
    said = finding(one, "bowl")
    assert (said.verdict, said.number) == ("healthy", one.suggested)


def test_a_loss_that_does_not_fall_says_nothing_about_rates():
    said = finding(found(1e-9), "bowl")
    assert (said.verdict, said.number) == ("open", None)
    assert "at no rate" in str(said.answer)
