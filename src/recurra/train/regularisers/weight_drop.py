"""Weight drop: Merity, Keskar & Socher 2018, arXiv 1708.02182; DropConnect of Wan et al. 2013.

A share of the numbers of the matrices on states is 0 at all steps of an update, and the others are
divided by 1 - share. Only numbers that are not dropped get a gradient.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from recurra.nn.drawing import Drawing


@contextmanager
def acting(model: nn.Module, strength: float) -> Iterator[None]:
    """Inside, numbers of the recurrent matrices are missing."""
    matrices = list(recurrent_matrices(model))
    before = [p.detach().clone() for p in matrices]
    with torch.no_grad():
        masks = [torch.empty_like(p).bernoulli_(1 - strength) / (1 - strength) for p in matrices]
        for parameter, mask in zip(matrices, masks, strict=True):
            parameter.mul_(mask)
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, value, mask in zip(matrices, before, masks, strict=True):
                parameter.copy_(value)
                if parameter.grad is not None:
                    parameter.grad.mul_(mask)


def recurrent_matrices(model: nn.Module) -> Iterator[Tensor]:
    """The tensors of a model whose columns are units of a state.

    >>> from recurra.nn import Recurrent
    >>> [tuple(p.shape) for p in recurrent_matrices(Recurrent("lstm", 2, 3))]
    [(12, 3)]
    """
    for module in model.modules():
        if isinstance(module, Drawing):
            yield from module.recurrent_matrices()
