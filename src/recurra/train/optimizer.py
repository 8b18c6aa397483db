"""The optimisers: torch's fused ones, with their averages readable by name."""

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adagrad, Adam, Optimizer

from recurra.train.settings import FitSettings

ADAGRAD_EPS = 1e-4  # of Le and Zuidema's code (lephong/lstm-rnn)


def build(model: nn.Module, settings: FitSettings) -> Optimizer:
    """The optimiser of the settings.

    sgd is the classical heavy ball: v ← μ v + g, θ ← θ - η v, so that a steady gradient moves the
    parameters by η / (1 - μ). adam is Kingma & Ba 2015 (arXiv 1412.6980) with beta1 = momentum,
    beta2 = 0.999, eps = 1e-8. adagrad is Duchi, Hazan & Singer 2011 (JMLR 12), without a decay of
    the rate: s ← s + g², θ ← θ - η g / (√s + eps), eps = 1e-4.

    Le and Zuidema's code has the same AdaGrad but for the first update of each matrix and of each
    word's vector, which there is plain gradient descent, θ ← θ - η g; here as everywhere else it
    is about η in each coordinate. Their rate can decay, too.

    >>> layer = nn.Linear(1, 1)
    >>> type(build(layer, FitSettings(0.1, 1, 1, optimizer="sgd"))).__name__
    'SGD'
    """
    parameters = [p for p in model.parameters() if p.requires_grad]
    rate, momentum = settings.learning_rate, settings.momentum
    if settings.optimizer == "sgd":
        return SGD(parameters, lr=rate, momentum=momentum, fused=True)
    if settings.optimizer == "adagrad":
        return Adagrad(parameters, lr=rate, eps=ADAGRAD_EPS, fused=True)
    return Adam(parameters, lr=rate, betas=(momentum, 0.999), fused=True)


def averages(model: nn.Module, optimizer: Optimizer) -> dict[str, Tensor]:
    """The optimiser's own tensors, as "name of the average.name of the parameter"."""
    return {
        f"{key}.{name}": value
        for name, parameter in model.named_parameters()
        for key, value in optimizer.state.get(parameter, {}).items()
        if isinstance(value, Tensor)
    }


def put_averages(model: nn.Module, optimizer: Optimizer, tensors: dict[str, Tensor]) -> None:
    """Set what `averages` read."""
    parameters = dict(model.named_parameters())
    for full, value in tensors.items():
        key, name = full.split(".", 1)
        optimizer.state[parameters[name]][key] = value.clone()


def set_rate(optimizer: Optimizer, rate: float) -> None:
    """Go on with this learning rate."""
    for group in optimizer.param_groups:
        group["lr"] = rate


def clip(parameters: list[Tensor], limit: float) -> float:
    """Scale the gradients so that their joint norm is at most `limit`; returns the norm before.

    Pascanu, Mikolov & Bengio 2013 (arXiv 1211.5063): g ← g min(1, limit / |g|). A norm that is not
    a number is left alone, so that the next loss shows it.

    >>> w = torch.zeros(2, requires_grad=True)
    >>> w.grad = torch.tensor([3.0, 4.0])
    >>> clip([w], 1.0), clip([w], 2.0)
    (5.0, 1.0)
    """
    size = norm(parameters)
    if size > limit:
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad.mul_(limit / size)
    return size


def norm(parameters: list[Tensor]) -> float:
    """Joint norm of the gradients."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    norms = [torch.linalg.vector_norm(gradient) for gradient in gradients]
    return torch.linalg.vector_norm(torch.stack(norms)).item() if norms else 0.0
