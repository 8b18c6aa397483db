"""Dropout of the features that the head reads: Srivastava et al. 2014 (JMLR 15).

Each is 0 with this probability, and is divided by 1 - p otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from recurra.train.hooks import changed


@contextmanager
def acting(model: Any, strength: float) -> Iterator[None]:
    """Inside, features are missing."""

    def dropped(features: Tensor) -> Tensor:
        return features * torch.empty_like(features).bernoulli_(1 - strength) / (1 - strength)

    with changed(model.head, dropped):
        yield
