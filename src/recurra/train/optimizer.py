"""The optimiser of a training, with its averages readable by name; clipping of the gradient."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from recurra.train import optimisers
from recurra.train.optimisers import MEAN, Now
from recurra.train.settings import FitSettings
from recurra.train.state import Progress


class Optimizer:
    """The optimiser of the settings, for the parameters of a model that want a gradient.

    What each does stands in its file in `recurra.train.optimisers`. `rate` may be changed at
    any time.

    Weight decay is apart from the gradient (Loshchilov & Hutter 2019, arXiv 1711.05101): before the
    update of any optimiser θ ← θ (1 - η λ).

    >>> layer = nn.Linear(1, 1, bias=False)
    >>> _ = nn.init.ones_(layer.weight)
    >>> optimizer = Optimizer(layer, FitSettings(0.1, 1, 1, optimizer="sgd"))
    >>> layer.weight.grad = torch.ones(1, 1)
    >>> optimizer.step()
    >>> round(layer.weight.item(), 6), list(optimizer.averages())
    (0.9, ['momentum_buffer.weight'])
    """

    def __init__(self, model: nn.Module, settings: FitSettings) -> None:
        chosen, self.rate = optimisers.find(settings.optimizer), settings.learning_rate
        self._momentum = chosen.momentum if settings.momentum is None else settings.momentum
        named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self._names = [name for name, _ in named]
        self.parameters: list[Tensor] = [p for _, p in named]
        self._averages: dict[str, dict[str, Tensor]] = {name: {} for name in self._names}
        self._update, self._decay = chosen.update, settings.weight_decay or chosen.decay

    def forget(self) -> None:
        """No parameter has a gradient any more."""
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self, progress: Progress | None = None) -> None:
        """One update of all parameters that have a gradient."""
        parameters, gradients, averages = [], [], []
        for name, parameter in zip(self._names, self.parameters, strict=True):
            if parameter.grad is not None:
                parameters.append(parameter)
                gradients.append(parameter.grad)
                averages.append(self._averages[name])
        for parameter in parameters if self._decay else ():
            parameter.mul_(1 - self.rate * self._decay)
        now = Now(self.rate, self._momentum, progress or Progress())
        self._update(parameters, gradients, averages, now)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Inside, parameters are what answers: their means, where the optimiser keeps some."""
        means = [found.get(MEAN) for found in self._averages.values()]
        moved = [(p, m) for p, m in zip(self.parameters, means, strict=True) if m is not None]
        before = [parameter.detach().clone() for parameter, _ in moved]
        _put([p for p, _ in moved], [m for _, m in moved])
        try:
            yield
        finally:
            _put([p for p, _ in moved], before)

    def averages(self) -> dict[str, Tensor]:
        """The optimiser's own tensors, as "name of the average.name of the parameter"."""
        return {
            f"{key}.{name}": value
            for name, found in self._averages.items()
            for key, value in found.items()
        }

    def begin_again(self) -> None:
        """As before the first update."""
        self._averages = {name: {} for name in self._names}

    def put_averages(self, tensors: dict[str, Tensor]) -> None:
        """Set what `averages` read."""
        for full, value in tensors.items():
            key, name = full.split(".", 1)
            self._averages[name][key] = value.clone()


@torch.no_grad()
def _put(parameters: list[Tensor], values: list[Tensor]) -> None:
    for parameter, value in zip(parameters, values, strict=True):
        parameter.copy_(value)


def clip_values(parameters: list[Tensor], limit: float) -> None:
    """Each number of the gradients is brought within ± limit.

    >>> w = torch.zeros(2, requires_grad=True)
    >>> w.grad = torch.tensor([3.0, -0.5])
    >>> clip_values([w], 1.0)
    >>> w.grad.tolist()
    [1.0, -0.5]
    """
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.clamp_(-limit, limit)


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
