"""Heads: parameters, losses, decoding."""

import pytest
import torch
from torch.nn import functional

from recurra.errors import SettingError
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.heads.classification import CLASS_LOSSES, OUTPUTS

SCORES = torch.randn(6, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
TARGET = torch.tensor([0, 1, 2, 3, 0, 1])


def test_ten_classes_on_a_hundred_units_are_1010_parameters():
    assert sum(p.numel() for p in ClassificationHead(100, 10).parameters()) == 1010


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("loss", CLASS_LOSSES)
def test_losses_are_their_formulas(output, loss):
    head = ClassificationHead(3, 4, output=output, loss=loss)
    hot = functional.one_hot(TARGET, 4).double()
    p = torch.softmax(SCORES, 1) if output == "softmax" else torch.sigmoid(SCORES)
    if loss == "squared_error":
        expected = ((p - hot) ** 2).sum(1)
    elif output == "softmax":
        expected = -torch.log((p * hot).sum(1))
    else:
        expected = -(hot * p.log() + (1 - hot) * (1 - p).log()).sum(1)
    assert head.loss(SCORES, TARGET).item() == pytest.approx(expected.mean().item(), rel=1e-13)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("loss", CLASS_LOSSES)
def test_class_weights_multiply_each_examples_loss(output, loss):
    weights = (0.5, 2.0, 1.0, 3.0)
    plain = ClassificationHead(3, 4, output=output, loss=loss)
    weighted = ClassificationHead(3, 4, output=output, loss=loss, class_weights=weights).double()
    each = [plain.loss(SCORES[k : k + 1], TARGET[k : k + 1]).item() for k in range(6)]
    expected = sum(weights[c] * one for c, one in zip(TARGET.tolist(), each, strict=True)) / 6
    assert weighted.loss(SCORES, TARGET).item() == pytest.approx(expected, rel=1e-13)
    assert weighted.state_dict().keys() == plain.state_dict().keys()


@pytest.mark.parametrize("output", OUTPUTS)
def test_decoded_outputs_are_probabilities(output):
    head = ClassificationHead(3, 4, output=output)
    for scores in (SCORES, SCORES.float() - 1000):
        probabilities = head.decode(scores)
        assert probabilities.sum(1) == pytest.approx(torch.ones(6), rel=1e-6)
    assert (head.decode(SCORES).argmax(1) == SCORES.argmax(1)).all()


def test_the_same_generator_gives_the_same_head():
    for make in (
        lambda g: ClassificationHead(5, 3, generator=g),
        lambda g: ForecastHead(5, 3, 2, 1, generator=g),
    ):
        a, b = (make(torch.Generator().manual_seed(1)) for _ in range(2))
        assert torch.equal(a.linear.weight, b.linear.weight)
        b.reset_parameters(torch.Generator().manual_seed(2))
        assert not torch.equal(a.linear.weight, b.linear.weight)


def test_a_forecast_uses_the_known_future():
    head = ForecastHead(4, horizon=3, targets=2, known=1)
    features = torch.zeros(5, 4)
    low, high = head(features, torch.zeros(5, 3, 1)), head(features, torch.ones(5, 3, 1))
    assert low.shape == (5, 3, 2) and not torch.equal(low, high)
    assert head.loss(low, low + 2).item() == pytest.approx(4.0)
    with pytest.raises(SettingError, match="known 3 steps ahead"):
        head(features)


def test_unknown_options_are_named():
    with pytest.raises(SettingError, match="softmax"):
        ClassificationHead(3, 2, output="softmx")
    with pytest.raises(SettingError, match="squared_error"):
        ClassificationHead(3, 2, loss="squared")
