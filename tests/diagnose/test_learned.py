"""The gain over an answer that ignores the input, where it is known."""

import pytest
import torch
from torch import Tensor

from recurra.diagnose.learned import find, gain
from recurra.diagnose.subject import subject
from recurra.ir import cell
from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model


@cell(states="h")
def last(x, h, W):
    """Keeps nothing but the input of the last step."""
    return W @ x


def network(head: ClassificationHead | ForecastHead) -> Model:
    body = Recurrent(last, 3, 3, backend="reference")
    with torch.no_grad():
        body.weight_ih_l0.copy_(torch.eye(3))
        for p in head.parameters():
            p.copy_(10 * torch.eye(3) if p.dim() == 2 else torch.zeros(3))
    return Model(body, head)


def labelled(said: Tensor, target: Tensor) -> Batch:
    """Two steps; the network says the class whose number is 1 in the last."""
    x = torch.stack([torch.zeros(len(said), 3), torch.eye(3)[said]])
    return Batch(x, target=target)


def test_a_network_that_is_always_right() -> None:
    target = torch.tensor([0, 1, 2, 2] * 16)
    found = gain(subject(network(ClassificationHead(3, 3)), [labelled(target, target)]))
    assert (found.own, found.constant, found.value) == (1.0, 0.5, 0.5)
    assert 0.3 < found.low < 0.5 < found.high < 0.7


@pytest.mark.parametrize("score", ["accuracy", "balanced", "logloss"])
def test_a_network_that_knows_nothing(score: str) -> None:
    target = torch.tensor([0, 1, 2, 2] * 16)
    said = torch.tensor([0, 1, 2, 2]).repeat_interleave(16)  # without relation to the targets
    answer = find(subject(network(ClassificationHead(3, 3)), [labelled(said, target)], score=score))
    assert answer.verdict == "sick" and answer.advice
    assert answer.number is not None and answer.number < 0


def test_forecasts_less_is_better() -> None:
    target = torch.randn(64, 1, 3, generator=torch.Generator().manual_seed(0))
    x = torch.cat([torch.zeros(1, 64, 3), target.transpose(0, 1) / 10])
    model = network(ForecastHead(3, 1, 3))
    found = find(subject(model, [Batch(x, target=target)]))
    assert found.verdict == "healthy" and not found.advice
    assert 0.7 < (found.number or 0) < 1.1  # the targets' own spread
    worse = find(subject(model, [Batch(x, target=target.flip(0))]))
    assert worse.verdict == "sick"


def test_one_class_alone_cannot_be_told() -> None:
    target = torch.zeros(16, dtype=torch.int64)
    answer = find(
        subject(network(ClassificationHead(3, 3)), [labelled(target, target)], score="auroc")
    )
    assert answer.verdict == "open" and answer.number is None
