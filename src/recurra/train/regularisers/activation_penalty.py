"""Activation regularisation: Merity, McCann & Socher 2017, arXiv 1708.01009.

α times the mean square of the outputs of the body, over all steps of all sequences.
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
        return (output.square() * there).sum(), int(there.sum()) * output.shape[-1]

    with collected(model.body, squares) as mean:
        yield lambda: strength * mean()
