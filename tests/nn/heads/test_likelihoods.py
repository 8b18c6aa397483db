"""What values are trained with: losses by their formulas, what is learned in closed form."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from recurra.nn.heads import ClassificationHead, ForecastHead, likelihoods
from recurra.settings import Objective
from recurra.settings.training import VALUE_LOSSES
from recurra.tasks import scores

GENERATOR = torch.Generator().manual_seed(0)
Z, Y = (torch.randn(50, 3, 2, generator=GENERATOR, dtype=torch.float64) * 2 for _ in range(2))


def hubers(z, y):
    e = abs(y - z)
    return np.where(e <= 1, e * e / 2, e - 0.5)


def pinballs(z, y):
    return np.where(y >= z, 0.9 * (y - z), 0.1 * (z - y))


FORMULAS = {"absolute": lambda z, y: abs(y - z), "huber": hubers, "quantile": pinballs}


@pytest.mark.parametrize("name", FORMULAS)
def test_losses_of_values_are_their_formulas(name):
    head = ForecastHead(5, 3, 2, likelihood=likelihoods.find(Objective(loss=name, quantile=0.9)))
    expected = FORMULAS[name](Z.numpy(), Y.numpy()).mean()
    assert head.loss(Z, Y).item() == pytest.approx(expected, rel=1e-13)
    assert torch.equal(head.decode(Z), Z)
    assert head.settings()["kind"] == "forecasting"  # outputs are read alike


def test_the_gaussian_is_torchs():
    head = ForecastHead(5, 3, 2, likelihood=likelihoods.find(Objective(loss="gaussian"))).double()
    output = head(torch.randn(50, 5, generator=GENERATOR, dtype=torch.float64))
    assert output.shape == (50, 3, 4)
    mean, spread = output[..., :2], output[..., 2:]
    expected = functional.gaussian_nll_loss(mean, Y, spread.exp())
    assert head.loss(output, Y).item() == pytest.approx(expected.item(), rel=1e-12)
    assert torch.equal(head.decode(output), mean)


@pytest.mark.parametrize("name", VALUE_LOSSES)
def test_a_constant_learns_what_its_loss_is_least_at(name):
    """Of skewed numbers: median, quantile, mean and deviation, and the zero of Huber's slope."""
    y = np.random.default_rng(0).exponential(1.0, 401)
    objective = Objective(loss=name, quantile=0.9)
    head = ForecastHead(1, 1, likelihood=likelihoods.find(objective)).double()
    target = torch.from_numpy(y)[:, None, None]
    steps = torch.optim.Adam(head.parameters(), lr=0.05)
    for update in range(400):
        for group in steps.param_groups:
            group["lr"] = 0.05 * (1 - update / 400)
        steps.zero_grad()
        output = head(torch.zeros(len(y), 1).double())
        head.loss(output, target).backward()
        steps.step()
    learned = output.detach()[0, 0].numpy()
    if name == "huber":
        assert abs(np.clip(y - learned[0], -1, 1).mean()) < 0.01
    elif name == "gaussian":
        assert learned == pytest.approx([y.mean(), math.log(y.var())], abs=0.02)
    else:
        assert learned[0] == pytest.approx(
            np.quantile(y, 0.5 if name == "absolute" else 0.9), abs=0.02
        )


@pytest.mark.parametrize("output", ["softmax", "logistic"])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("weights", [None, (0.5, 2.0, 1.0)])
def test_smoothed_labels_are_a_mixture_with_equal_shares(output, loss, weights):
    z, target, e = Z[:6, :, 0], torch.tensor([0, 1, 2, 2, 1, 0]), 0.2
    head = ClassificationHead(
        4, 3, output=output, loss=loss, label_smoothing=e, class_weights=weights
    ).double()
    p, y = z.numpy(), np.full((6, 3), e / 3)
    y[np.arange(6), target.numpy()] += 1 - e
    p = np.exp(p) / np.exp(p).sum(1, keepdims=True) if output == "softmax" else 1 / (1 + np.exp(-p))
    if loss == "squared_error":
        each = ((p - y) ** 2).sum(1)
    elif output == "softmax":
        each = -(y * np.log(p)).sum(1)
    else:
        each = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(1)
    each = each * (1 if weights is None else np.array(weights)[target.numpy()])
    assert head.loss(z, target).item() == pytest.approx(each.mean(), rel=1e-12)


def test_the_pinball_score_is_sklearns():
    from sklearn.metrics import mean_pinball_loss

    score = scores.find("pinball", "forecasting", level=0.9)
    expected = mean_pinball_loss(Y.numpy().ravel(), Z.numpy().ravel(), alpha=0.9)
    assert score.value(Y.numpy(), Z.numpy()) == pytest.approx(expected, rel=1e-12)
    assert scores.default(Objective(loss="quantile"), "mase") == "pinball"
