"""Optimisers, one file each; their names stand in `recurra.settings.training`.

torch's functions are called and not its classes: a class loads the whole of torch's compiler when
it is made, which takes a process one to two seconds, and twice the time of its update for a small
network.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from torch import Tensor

from recurra.train.state import Progress

Averages = list[dict[str, Tensor]]  # of each parameter, by their names
STEP = "step"  # the average that is one number: updates so far
MEAN = "mean"  # the average that answers in the parameter's place, see `Optimiser.update`


class Now(NamedTuple):
    """What an update may depend on beside parameters and gradients."""

    rate: float
    momentum: float
    progress: Progress  # losses and scores so far


Update = Callable[[list[Tensor], list[Tensor], Averages, Now], None]


@dataclass(frozen=True)
class Optimiser:
    """How gradients move parameters.

    `update` moves the parameters in place. Where it keeps a `MEAN` of one, that is what is looked
    at, kept as the best, and answers; training goes on from the parameter.
    """

    update: Update
    rates: tuple[float, float]  # learning rates among which a comparison searches
    momentum: float = 0.9  # where none is given
    decay: float = 0.0  # weight decay where none is given
    watches_validation: bool = False  # it needs a validation part


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
