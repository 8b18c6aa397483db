"""The last W inputs of each step side by side, for bodies that read a window at once."""

import torch
from torch import Tensor
from torch.nn.functional import pad


def at_end(x: Tensor, lengths: Tensor | None, steps: int) -> Tensor:
    """[B,W,I]: the last W inputs of each sequence of x [T,B,I]; what lies before its start is 0.

    >>> x = torch.tensor([[[1.0], [4.0]], [[2.0], [5.0]], [[3.0], [0.0]]])  # [T=3,B=2,I=1]
    >>> at_end(x, torch.tensor([3, 2]), 2).flatten(1).tolist()
    [[2.0, 3.0], [4.0, 5.0]]
    """
    longer = pad(x, (0, 0, 0, 0, steps, 0))
    if lengths is None:
        return longer[-steps:].transpose(0, 1)
    rows = lengths.to(x.device)[:, None] + torch.arange(steps, device=x.device)
    return longer[rows, torch.arange(x.shape[1], device=x.device)[:, None]]


def at_each(x: Tensor, steps: int) -> Tensor:
    """[T,B,W,I]: the same at every step.

    >>> at_each(torch.tensor([[[1.0]], [[2.0]]]), 2).flatten(1).tolist()
    [[0.0, 1.0], [1.0, 2.0]]
    """
    longer = pad(x, (0, 0, 0, 0, steps - 1, 0))
    return longer.unfold(0, steps, 1).transpose(2, 3)
