"""Each regulariser on a case whose answer is known in closed form."""

import math

import pytest
import torch
from torch import nn

from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ForecastHead
from recurra.nn.model import Model
from recurra.nn.state import START
from recurra.settings.regularisation import Regularisation
from recurra.train import FitSettings, fit, regularisers
from recurra.train.state import Progress
from recurra.train.step import Step, whole

W = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64)
X = torch.tensor([1.0, 3.0, -0.5], dtype=torch.float64)
Y = 0.7


class Copy(nn.Module):
    """A body whose output is its input."""

    def forward(self, x, hx=None, lengths=None):
        return x, ()


def linear(bias=0.0):
    """y = w x at the last step."""
    model = Model(Copy(), ForecastHead(3, 1).double())
    with torch.no_grad():
        model.head.linear.weight.copy_(W[None])
        model.head.linear.bias.fill_(bias)
    return model


def mean_loss(model, examples, updates, **strength):
    """Over draws, with its standard error; each example is the same."""
    batch = Batch(X.expand(1, examples, 3), target=torch.full((examples, 1, 1), Y, dtype=X.dtype))
    losses = []
    torch.manual_seed(0)
    for _ in range(updates):
        with regularisers.acting(model, Regularisation(**strength)):
            losses.append((model(batch) - batch.target).square().flatten())
    drawn = torch.cat(losses) if updates == 1 else torch.stack(losses).mean(1)
    return drawn.mean().item(), drawn.std().item() / math.sqrt(len(drawn))


PLAIN = (W @ X - Y).item() ** 2
SPREAD = (X.square() * W.square()).sum().item()


@pytest.mark.parametrize(
    ("strength", "examples", "updates", "more"),
    [
        # dropout of a linear model is a ridge penalty: p / (1 - p) of sum x² w² (Srivastava 2014)
        ({"input_dropout": 0.4}, 40000, 1, 0.4 / 0.6 * SPREAD),
        ({"output_dropout": 0.4}, 40000, 1, 0.4 / 0.6 * SPREAD),
        # noise of the inputs is one of s² |w|² (Bishop 1995), of weights s² (|x|² + 1, the bias)
        ({"input_noise": 0.3}, 40000, 1, 0.09 * W.square().sum().item()),
        ({"weight_noise": 0.3}, 1, 3000, 0.09 * (X.square().sum().item() + 1)),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_the_expected_loss_of_a_linear_model(strength, examples, updates, more):
    model = linear()
    found, error = mean_loss(model, examples, updates, **strength)
    assert abs(found - (PLAIN + more)) < 5 * error < more
    assert torch.equal(model.head.linear.weight[0], W)
    after, _ = mean_loss(model, 2, 1)  # nothing of it stays
    assert after == pytest.approx(PLAIN, rel=1e-12)


def gradient(model, batch, **strength):
    """Of one update without a move, and the loss that is told."""
    settings = FitSettings(1e-300, 1, 1, optimizer="sgd", momentum=0.0, **strength)
    model.train()
    torch.manual_seed(0)
    value, _ = Step(model, settings, Progress()).update(whole(batch), START)
    return value, {name: p.grad.clone() for name, p in model.named_parameters()}


def network(seed=0):
    drawn = torch.Generator().manual_seed(seed)
    body = Recurrent("elman", 2, 4, generator=drawn, dtype=torch.float64, backend="reference")
    return Model(body, ForecastHead(4, 1, generator=drawn).double())


def examples():
    drawn = torch.Generator().manual_seed(1)
    x = torch.randn(6, 3, 2, generator=drawn, dtype=torch.float64)
    return Batch(x, torch.tensor([6, 2, 4]), torch.ones(3, 1, 1, dtype=torch.float64))


def test_l2_is_torchs_weight_decay():
    """Of plain descent; torch adds λ θ to the gradient of each parameter."""
    ours, theirs, batch = network(), network(), examples()
    settings = FitSettings(0.1, 3, 3, optimizer="sgd", momentum=0.8, l2=0.3, evaluations=1)
    reference = torch.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.8, weight_decay=0.3)
    fit(ours, lambda e: iter([batch]), settings, lambda m: 0.0, True)
    for _ in range(3):
        reference.zero_grad()
        theirs.loss(batch).backward()
        reference.step()
    for mine, its in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.allclose(mine, its, rtol=1e-12, atol=1e-15)
    assert gradient(network(), batch, l2=0.3)[0] == network().loss(batch).item()


def test_weight_drop_drops_numbers_of_recurrent_matrices_alone():
    """The gradient is that of a network with those numbers at 0, and 0 where they are."""
    model, batch, share = network(), examples(), 0.5
    value, found = gradient(model, batch, weight_drop=share)
    name, matrix = next((n, p) for n, p in model.named_parameters() if "hh" in n)
    kept = found[name] != 0
    assert 2 <= int(kept.sum()) <= 14
    dropped = network()
    with torch.no_grad():
        dict(dropped.named_parameters())[name].mul_(kept / (1 - share))
    loss = dropped.loss(batch)
    loss.backward()
    assert value == loss.item()
    for other, p in dropped.named_parameters():
        expected = p.grad * kept / (1 - share) if other == name else p.grad
        assert torch.allclose(found[other], expected, rtol=1e-12, atol=1e-16)
    assert torch.equal(matrix, dict(network().named_parameters())[name])


@pytest.mark.parametrize("name", ["activation_penalty", "change_penalty"])
def test_penalties_are_means_over_the_steps_that_are_there(name):
    model, batch, strength = network(), examples(), 0.7
    value, found = gradient(model, batch, **{name: strength})
    assert value == model.loss(batch).item()
    outputs = [model.body(batch.x[:n, b])[0] for b, n in enumerate((6, 2, 4))]
    if name == "activation_penalty":
        each = [o.square() for o in outputs]
    else:
        each = [(o[1:] - o[:-1]).square() for o in outputs]
    total = model.loss(batch) + strength * torch.cat([e.flatten() for e in each]).mean()
    expected = torch.autograd.grad(total, list(model.parameters()))
    for mine, its in zip(found.values(), expected, strict=True):
        assert torch.allclose(mine, its, rtol=1e-10, atol=1e-15)


def test_a_sequence_loses_the_same_channels_at_all_its_steps():
    seen = []

    class Seen(Copy):
        def forward(self, x, hx=None, lengths=None):
            seen.append(x)
            return x, ()

    model = Model(Seen(), ForecastHead(3, 1).double())
    with regularisers.acting(model, Regularisation(input_dropout=0.5)):
        model(Batch(torch.ones(5, 40, 3, dtype=torch.float64)))
        model(Batch(torch.ones(2, 40, 3, dtype=torch.float64)))
    assert set(seen[0].unique().tolist()) == {0.0, 2.0}
    assert torch.equal(seen[0], seen[0][:1].expand(5, 40, 3))
    assert torch.equal(seen[0][0], seen[1][0])  # another segment of the same sequences


def test_all_together_are_resumed_to_the_bit():
    from tests.train.test_fit import bits

    strengths = dict.fromkeys(vars(Regularisation()), 0.1)
    settings = FitSettings(0.01, 8, 8, evaluations=2, **strengths)
    model = network()
    expected = bits(fit(model, lambda e: iter([examples()]), settings, lambda m: 0.0, True), model)
    state = None
    for stop in (3, 8):
        model = network()
        part = FitSettings(0.01, stop, 8, evaluations=2, **strengths)
        result = fit(model, lambda e: iter([examples()]), part, lambda m: 0.0, True, state)
        state = result.state
    assert bits(result, model) == expected
