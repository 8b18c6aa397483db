"""Dropout of the inputs of the body: Gal & Ghahramani 2016, arXiv 1512.05287.

A channel of a sequence (a number of a token's vector) is 0 at all its steps with this probability,
and is divided by 1 - p otherwise; of trees each leaf has a draw of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from recurra.train.hooks import changed


@contextmanager
def acting(model: Any, strength: float) -> Iterator[None]:
    """Inside, channels are missing; segments of one update are of the same sequences."""
    masks: dict[torch.Size, Tensor] = {}

    def dropped(x: Tensor) -> Tensor:
        size = x.shape[-2:]
        if size not in masks:
            masks[size] = x.new_empty(size).bernoulli_(1 - strength) / (1 - strength)
        return x * masks[size]

    with changed(model.body, dropped):
        yield
