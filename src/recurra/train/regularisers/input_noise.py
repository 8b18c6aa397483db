"""Normal noise of this deviation on the inputs of the body, at each step anew.

Of numbers that are scaled to deviation 1, and of the vectors of tokens. For small noise it is a
penalty on how fast the answer changes with its input (Bishop 1995, Neural Computation 7).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from recurra.train.hooks import changed


@contextmanager
def acting(model: Any, strength: float) -> Iterator[None]:
    """Inside, the body is given noisy inputs."""

    def noisy(x: Tensor) -> Tensor:
        return x + strength * torch.randn_like(x)

    with changed(model.body, noisy):
        yield
