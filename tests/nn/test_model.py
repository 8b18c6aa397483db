"""A body and a head together."""

import pytest
import torch
from tests.stand_ins import TorchBody

from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.model import Model


def test_ragged_batches_equal_single_sequences():
    torch.manual_seed(0)
    model = Model(TorchBody(3, 4), ClassificationHead(4, 2)).double()
    lengths = torch.tensor([7, 1, 5])
    x = torch.randn(7, 3, 3, dtype=torch.float64)
    for b, length in enumerate(lengths):
        x[length:, b] = 0
    target = torch.tensor([0, 1, 1])
    together = model(Batch(x, lengths, target))
    alone = [model(Batch(x[:n, b : b + 1])) for b, n in enumerate(lengths.tolist())]
    torch.testing.assert_close(together, torch.cat(alone), rtol=0, atol=1e-14)
    losses = [model.head.loss(one, target[b : b + 1]) for b, one in enumerate(alone)]
    mean = torch.stack(losses).mean()
    torch.testing.assert_close(model.loss(Batch(x, lengths, target)), mean, rtol=0, atol=1e-14)


def test_padding_gets_no_gradient():
    torch.manual_seed(0)
    model = Model(TorchBody(3, 4), ClassificationHead(4, 2))
    x = torch.randn(5, 2, 3, requires_grad=True)
    model.loss(Batch(x, torch.tensor([5, 2]), torch.tensor([0, 1]))).backward()
    assert x.grad[:2, 1].abs().min() > 0 and not x.grad[2:, 1].any()


def test_one_generator_state_gives_one_model():
    models = [Model(TorchBody(3, 4), ClassificationHead(4, 2)) for _ in range(2)]
    for model in models:
        model.reset_parameters(torch.Generator().manual_seed(3))
    pairs = zip(*(model.parameters() for model in models), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_a_loss_without_targets_is_refused():
    model = Model(TorchBody(3, 4), ClassificationHead(4, 2))
    with pytest.raises(SettingError, match="targets"):
        model.loss(Batch(torch.zeros(2, 1, 3)))
