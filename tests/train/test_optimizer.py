"""The optimisers are torch's own, to the bit, and loading torch's compiler is not their price."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from recurra.train import FitSettings
from recurra.train.optimisers.adagrad import EPS
from recurra.train.optimizer import Optimizer

RATE, MOMENTUM = 0.03, 0.8
TORCHS = {
    "adam": lambda p: torch.optim.Adam(p, lr=RATE, betas=(MOMENTUM, 0.999), fused=True),
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE, momentum=MOMENTUM, fused=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=RATE, betas=(MOMENTUM, 0.999), fused=True),
    "nesterov": lambda p: torch.optim.SGD(p, lr=RATE, momentum=MOMENTUM, nesterov=True, fused=True),
    "plain sgd": lambda p: torch.optim.SGD(p, lr=RATE, fused=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=RATE, eps=EPS, fused=True),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=RATE, momentum=MOMENTUM, foreach=False),
    "plain rmsprop": lambda p: torch.optim.RMSprop(p, lr=RATE, foreach=False),
}


class Two(nn.Module):
    """Parameters of two shapes, one without a gradient, one that never wants any."""

    def __init__(self, dtype):
        super().__init__()
        start = torch.Generator().manual_seed(0)
        self.a = nn.Parameter(torch.randn(3, 5, generator=start).to(dtype))
        self.b = nn.Parameter(torch.randn(7, generator=start).to(dtype))
        self.idle = nn.Parameter(torch.ones(2, dtype=dtype))
        self.fixed = nn.Parameter(torch.ones(2, dtype=dtype), requires_grad=False)


def gradients(model, update):
    """Other gradients at each update; `idle` has none."""
    drawn = torch.Generator().manual_seed(update)
    for parameter in (model.a, model.b):
        parameter.grad = torch.randn(parameter.shape, generator=drawn).to(parameter.dtype)


def settings(name):
    momentum = 0.0 if name.startswith("plain") else MOMENTUM
    return FitSettings(RATE, 9, 9, optimizer=name.removeprefix("plain "), momentum=momentum)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("name", TORCHS)
def test_updates_are_those_of_torchs_class(name, dtype):
    ours, theirs = Two(dtype), Two(dtype)
    optimizer = Optimizer(ours, settings(name))
    reference = TORCHS[name]([theirs.a, theirs.b, theirs.idle])
    for update in range(6):
        if update == 3:
            optimizer.rate = reference.param_groups[0]["lr"] = RATE / 2
        if update == 4:  # as if the training had been interrupted here
            kept, optimizer = optimizer, Optimizer(ours, settings(name))
            optimizer.put_averages(kept.averages())
            optimizer.rate = kept.rate
        for model, step in ((ours, optimizer.step), (theirs, reference.step)):
            gradients(model, update)
            step()
        for mine, its in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert torch.equal(mine, its)
    assert not torch.equal(ours.a, Two(dtype).a) and torch.equal(ours.idle, Two(dtype).idle)
    found = optimizer.averages()
    for key, value in reference.state[theirs.a].items():
        if isinstance(value, torch.Tensor):
            assert torch.equal(found[f"{key}.a"], value) and found[f"{key}.a"].dtype == value.dtype
    optimizer.forget()
    assert ours.a.grad is None and ours.b.grad is None


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_weight_decay_is_apart_from_the_gradient(name):
    """AdamW's, and of plain descent θ (1 - η λ) - η g; torch rounds in another order."""
    ours, theirs = Two(torch.float64), Two(torch.float64)
    optimizer = Optimizer(
        ours, FitSettings(RATE, 9, 9, optimizer=name, momentum=MOMENTUM, weight_decay=0.3)
    )
    if name == "adam":
        reference = torch.optim.AdamW(
            [theirs.a, theirs.b], lr=RATE, betas=(MOMENTUM, 0.999), weight_decay=0.3
        )
    velocity = 0.0
    for update in range(4):
        gradients(ours, update)
        optimizer.step()
        gradients(theirs, update)
        if name == "adam":
            reference.step()
            continue
        with torch.no_grad():
            velocity = MOMENTUM * velocity + theirs.a.grad
            theirs.a.copy_(theirs.a * (1 - RATE * 0.3) - RATE * velocity)
    assert torch.allclose(ours.a, theirs.a, rtol=1e-12, atol=0)
    assert torch.equal(ours.idle, Two(torch.float64).idle)


def test_training_loads_nothing_of_torchs_compiler():
    order = (
        "import sys\n"
        "from recurra.comparison import warm\n"
        "warm.kernels('elman', 'reference', 'float32')\n"
        "heavy = {'torch._dynamo', 'sympy', 'scipy.stats', 'matplotlib', 'sklearn', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", order], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
