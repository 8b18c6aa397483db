"""Optimisers, one file each; their names stand in `recurra.settings.training`.

torch's functions are called and not its classes: a class loads the whole of torch's compiler when
it is made, which takes a process one to two seconds, and twice the time of its update for a small
network.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

Averages = list[dict[str, Tensor]]  # of each parameter, by their names
# parameters, gradients, averages, learning rate, momentum
Update = Callable[[list[Tensor], list[Tensor], Averages, float, float], None]
STEP = "step"  # the average that is one number: updates so far


@dataclass(frozen=True)
class Optimiser:
    """How gradients move parameters."""

    update: Update
    rates: tuple[float, float]  # learning rates among which a comparison searches
    momentum: float = 0.9  # where none is given


def find(name: str) -> Optimiser:
    """The optimiser of this name, which is that of its file.

    >>> find("adagrad").momentum
    0.0
    """
    return cast(Optimiser, importlib.import_module(f"{__name__}.{name}").OPTIMISER)


def kept(key: str, parameters: list[Tensor], of: Averages) -> list[Tensor]:
    """One average of each parameter; zero before its first update."""
    for parameter, found in zip(parameters, of, strict=True):
        if key in found:
            continue
        if key == STEP:  # torch counts in float32, whatever the parameter
            found[key] = torch.zeros((), dtype=torch.float32, device=parameter.device)
        else:
            found[key] = torch.zeros_like(parameter)
    return [found[key] for found in of]
