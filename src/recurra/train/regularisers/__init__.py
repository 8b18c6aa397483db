"""Regularisers, one file each; their strengths stand in `recurra.settings.regularisation`.

Each acts from outside, around the loss of one update and its gradient: on the numbers that reach
body or head, or on weights that are put back before the optimiser moves them. So they act on any
model that has a `body` and a `head`, and on nothing that looks at it.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import fields
from typing import Any, cast

from torch import Tensor, nn

from recurra.settings.regularisation import Regularisation

Penalty = Callable[[], Tensor]  # of what was computed since its regulariser began to act
Acting = Callable[[Any, float], AbstractContextManager[Penalty | None]]


def find(name: str) -> Acting:
    """The regulariser of this name, which is that of its file.

    >>> find("l2").__module__
    'recurra.train.regularisers.l2'
    """
    return cast(Acting, importlib.import_module(f"{__name__}.{name}").acting)


@contextmanager
def acting(model: nn.Module, settings: Regularisation) -> Iterator[list[Penalty]]:
    """Inside, all that are wanted act; gives what is to be added to the loss."""
    with ExitStack() as stack:
        penalties = []
        for field in fields(Regularisation):
            strength = getattr(settings, field.name)
            if strength:
                penalties.append(stack.enter_context(find(field.name)(model, strength)))
        yield [one for one in penalties if one is not None]
