"""The optimisers: torch's fused updates, with their averages readable by name.

torch's functions are called and not its classes: a class loads the whole of torch's compiler when
it is made, which takes a process one to two seconds, and twice the time of its update for a small
network.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim.adagrad import adagrad
from torch.optim.adam import adam
from torch.optim.sgd import sgd

from recurra.train.settings import FitSettings

ADAGRAD_EPS = 1e-4  # of Le and Zuidema's code (lephong/lstm-rnn)
STEP = "step"  # the average that is one number: updates so far


class Optimizer:
    """The optimiser of the settings, for the parameters of a model that want a gradient.

    sgd is the classical heavy ball: v ← μ v + g, θ ← θ - η v, so that a steady gradient moves the
    parameters by η / (1 - μ). adam is Kingma & Ba 2015 (arXiv 1412.6980) with beta1 = momentum,
    beta2 = 0.999, eps = 1e-8. adagrad is Duchi, Hazan & Singer 2011 (JMLR 12), without a decay of
    the rate: s ← s + g², θ ← θ - η g / (√s + eps), eps = 1e-4.

    Le and Zuidema's code has the same AdaGrad but for the first update of each matrix and of each
    word's vector, which there is plain gradient descent, θ ← θ - η g; here as everywhere else it
    is about η in each coordinate. Their rate can decay, too.

    `rate` may be changed at any time.

    >>> layer = nn.Linear(1, 1, bias=False)
    >>> _ = nn.init.ones_(layer.weight)
    >>> optimizer = Optimizer(layer, FitSettings(0.1, 1, 1, optimizer="sgd"))
    >>> layer.weight.grad = torch.ones(1, 1)
    >>> optimizer.step()
    >>> round(layer.weight.item(), 6), list(optimizer.averages())
    (0.9, ['momentum_buffer.weight'])
    """

    def __init__(self, model: nn.Module, settings: FitSettings) -> None:
        self.rate, self._momentum = settings.learning_rate, settings.momentum
        named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self._names = [name for name, _ in named]
        self.parameters: list[Tensor] = [p for _, p in named]
        self._averages: dict[str, dict[str, Tensor]] = {name: {} for name in self._names}
        self._update = _UPDATES[settings.optimizer]

    def forget(self) -> None:
        """No parameter has a gradient any more."""
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """One update of all parameters that have a gradient."""
        parameters, gradients, averages = [], [], []
        for name, parameter in zip(self._names, self.parameters, strict=True):
            if parameter.grad is not None:
                parameters.append(parameter)
                gradients.append(parameter.grad)
                averages.append(self._averages[name])
        self._update(parameters, gradients, averages, self.rate, self._momentum)

    def averages(self) -> dict[str, Tensor]:
        """The optimiser's own tensors, as "name of the average.name of the parameter"."""
        return {
            f"{key}.{name}": value
            for name, found in self._averages.items()
            for key, value in found.items()
        }

    def put_averages(self, tensors: dict[str, Tensor]) -> None:
        """Set what `averages` read."""
        for full, value in tensors.items():
            key, name = full.split(".", 1)
            self._averages[name][key] = value.clone()


Averages = list[dict[str, Tensor]]  # of each parameter, by their names
Update = Callable[[list[Tensor], list[Tensor], Averages, float, float], None]


def _adam(
    parameters: list[Tensor], gradients: list[Tensor], of: Averages, rate: float, momentum: float
) -> None:
    means, squares = _kept("exp_avg", parameters, of), _kept("exp_avg_sq", parameters, of)
    steps = _kept(STEP, parameters, of)
    adam(
        parameters, gradients, means, squares, [], steps,
        fused=True, amsgrad=False, beta1=momentum, beta2=0.999, lr=rate, weight_decay=0.0,
        eps=1e-8, maximize=False,
    )  # fmt: skip


def _adagrad(
    parameters: list[Tensor], gradients: list[Tensor], of: Averages, rate: float, momentum: float
) -> None:
    sums, steps = _kept("sum", parameters, of), _kept(STEP, parameters, of)
    adagrad(
        parameters, gradients, sums, steps,
        fused=True, lr=rate, weight_decay=0.0, lr_decay=0.0, eps=ADAGRAD_EPS, maximize=False,
    )  # fmt: skip


def _sgd(
    parameters: list[Tensor], gradients: list[Tensor], of: Averages, rate: float, momentum: float
) -> None:
    buffers = [found.get("momentum_buffer") for found in of]
    sgd(
        parameters, gradients, buffers,
        fused=True, weight_decay=0.0, momentum=momentum, lr=rate, dampening=0.0, nesterov=False,
        maximize=False,
    )  # fmt: skip
    for found, buffer in zip(of, buffers, strict=True):
        if buffer is not None:  # made in the first update; there is none without momentum
            found["momentum_buffer"] = buffer


_UPDATES: dict[str, Update] = {"adam": _adam, "sgd": _sgd, "adagrad": _adagrad}


def _kept(key: str, parameters: list[Tensor], of: Averages) -> list[Tensor]:
    """One average of each parameter; zero before its first update."""
    for parameter, found in zip(parameters, of, strict=True):
        if key in found:
            continue
        if key == STEP:  # torch counts in float32, whatever the parameter
            found[key] = torch.zeros((), dtype=torch.float32, device=parameter.device)
        else:
            found[key] = torch.zeros_like(parameter)
    return [found[key] for found in of]


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
