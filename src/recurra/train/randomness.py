"""What is drawn while training (dropout masks), made part of the training's state."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


def read(model: nn.Module) -> dict[str, Tensor]:
    """States of torch's global generator and of the generators that modules hold, by name."""
    own = {f"of.{name}": one.get_state() for name, one in _generators(model).items()}
    return {"torch": torch.get_rng_state(), **own}


@contextmanager
def begun(model: nn.Module, seed: int, states: dict[str, Tensor]) -> Iterator[None]:
    """Draw from `states`, or from the seed where there are none; then put torch's state back.

    >>> with begun(nn.Linear(1, 1), 0, {}):
    ...     first = torch.rand(1)
    >>> with begun(nn.Linear(1, 1), 0, {}):
    ...     torch.equal(first, torch.rand(1))
    True
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        if states:
            torch.set_rng_state(states["torch"])
            for name, generator in _generators(model).items():
                generator.set_state(states[f"of.{name}"])
        yield


def _generators(model: nn.Module) -> dict[str, torch.Generator]:
    held = ((name, getattr(module, "generator", None)) for name, module in model.named_modules())
    return {name: one for name, one in held if isinstance(one, torch.Generator)}
