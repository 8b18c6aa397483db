"""Networks whose diagnoses are known in closed form."""

import torch
from torch import Tensor

from recurra.diagnose.subject import Subject, subject
from recurra.ir import Cell, cell, maximum, sigmoid, tanh, vector
from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model

DOUBLE = torch.float64


@cell(states="h")
def leaky(x, h, W, *, keep=0.5):
    """h_t = keep h_(t-1) + W x_t."""
    return W @ x + keep * h


@cell(states="h")
def linear(x, h, W, U):
    """h_t = U h_(t-1) + W x_t."""
    return W @ x + U @ h


@cell(states="h c")
def two(x, h, c, W, *, keep=0.9):
    """The output sees the memory, and hands nothing on by itself."""
    c = W @ x + keep * c
    return 1.0 * c, c


@cell(states="h c m")
def stabilised(x, h, c, m, W, *, keep=0.9):
    """`two` with a running maximum that nothing depends on but itself."""
    c = W @ x + keep * c
    return 1.0 * c, c, maximum(m, W @ x)


@cell(states="h")
def gated(x, h, W, b, f):
    """A forget gate of a bias alone, and an input gate that is always almost open."""
    keep = sigmoid(vector(f))
    i = sigmoid(W.i @ x + b.i)
    return keep * h + i * tanh(W.g @ x + b.g)


def network(made: Cell, inputs: int = 2, units: int = 3, **options) -> Recurrent:
    generator = torch.Generator().manual_seed(0)
    chosen = {"backend": "reference", "dtype": DOUBLE, **options}  # nothing to compile
    return Recurrent(made, inputs, units, generator=generator, **chosen)


def forecasting(made: Cell, inputs: int = 2, units: int = 3, **options) -> Model:
    body = network(made, inputs, units, **options)
    head = ForecastHead(body.output_size, 1, generator=torch.Generator().manual_seed(1))
    return Model(body, head.double()).eval()


def classifying(made: Cell, classes: int = 2, inputs: int = 2, units: int = 3) -> Model:
    body = network(made, inputs, units)
    generator = torch.Generator().manual_seed(1)
    head = ClassificationHead(body.output_size, classes, generator=generator)
    return Model(body, head.double()).eval()


def batch(
    steps: int = 12, count: int = 16, lengths: list[int] | None = None, seed: int = 0
) -> Batch:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(steps, count, 2, generator=generator, dtype=DOUBLE)
    given = None if lengths is None else torch.tensor(lengths)
    if given is not None:
        x = x * (torch.arange(steps)[:, None] < given)[..., None]
    target: Tensor = torch.randn(count, 1, 1, generator=generator, dtype=DOUBLE)
    return Batch(x, given, target)


def forecasts(made: Cell, steps: int = 12, count: int = 16, **options) -> Subject:
    return subject(forecasting(made, **options), [batch(steps, count)])
