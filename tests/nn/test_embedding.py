"""Vectors for tokens before a network."""

import torch

from recurra.diagnose.gradient_ratio import profile
from recurra.nn.batch import Batch
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent


def model(seed=0):
    g = torch.Generator().manual_seed(seed)
    body = Recurrent("elman", 3, 4, generator=g, dtype=torch.float64)
    head = ClassificationHead(4, 2, generator=g).double()
    return Model(body, head, Embedding(6, 3, generator=g).double())


def batch():
    x = torch.tensor([[1, 5], [2, 0], [3, 0]])
    return Batch(x, torch.tensor([3, 1]), torch.tensor([0, 1]))


def test_tokens_are_rows_of_the_matrix_and_floats_pass():
    net, tokens = model(), batch()
    vectors = net.embedded(tokens)
    assert torch.equal(vectors.x[2, 0], net.front.weight[3])
    assert net.embedded(vectors) is vectors
    assert torch.equal(net(tokens), net(vectors))


def test_steps_beyond_a_length_change_nothing_and_get_no_gradient():
    net, tokens = model(), batch()
    other = tokens._replace(x=torch.tensor([[1, 5], [2, 4], [3, 4]]))
    assert torch.equal(net(tokens), net(other))
    net.loss(other).backward()
    used = net.front.weight.grad.abs().sum(1) > 0
    assert used.tolist() == [False, True, True, True, False, True]


def test_the_same_generator_gives_the_same_model_and_reset_draws_anew():
    assert torch.equal(model(1).front.weight, model(1).front.weight)
    net = model(1)
    net.reset_parameters(torch.Generator().manual_seed(9))
    assert not torch.equal(net.front.weight, model(1).front.weight)


def test_without_vectors_the_parts_are_drawn_as_before():
    """The front comes last, so that models of numbers keep their starting weights."""
    g = torch.Generator().manual_seed(3)
    body = Recurrent("elman", 3, 4, generator=g, dtype=torch.float64)
    assert torch.equal(next(body.parameters()), next(model(3).body.parameters()))


def test_the_gradient_profile_is_taken_at_the_vectors():
    found = profile(model(), [batch()])
    assert len(found.distance) >= 1
    assert all(value > 0 for value in found.median)
