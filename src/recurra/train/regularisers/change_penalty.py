"""Temporal activation regularisation: Merity, McCann & Socher 2017, arXiv 1708.01009.

β times the mean square of what changes in the outputs of the body from one step to the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor

from recurra.train.hooks import collected
from recurra.train.regularisers import Penalty


@contextmanager
def acting(model: Any, strength: float) -> Iterator[Penalty]:
    """Inside, outputs are collected."""

    def squares(output: Tensor, there: Tensor) -> tuple[Tensor, int]:
        changes = (output[1:] - output[:-1]).square() * there[1:]
        return changes.sum(), int(there[1:].sum()) * output.shape[-1]

    with collected(model.body, squares) as mean:
        yield lambda: strength * mean()
