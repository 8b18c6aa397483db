"""How strongly does the loss at the end still depend on an input far back?

    g(d) = median over examples of || dL / dx[T_n - 1 - d] ||,   d = distance from the end

L is the loss of one example, T_n its own length. g(d) / g(0) is the gradient ratio of Le and
Zuidema (2016) for a chain: where it falls below a hundredth, learning hardly reaches.
"""

from collections.abc import Iterable

import numpy as np
import torch

from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.records import GradientProfile

THRESHOLD = 0.01
FEWEST = 8  # distances that fewer examples have are left out


def profile(
    model: Model, batches: Iterable[Batch], *, name: str = "", threshold: float = THRESHOLD
) -> GradientProfile:
    """The norm of the loss's gradient at each input against its distance from the end.

    >>> from torch import nn
    >>> class Mean(nn.Module):  # a body that forgets nothing: every step weighs the same
    ...     def forward(self, x, lengths=None):
    ...         return x.cumsum(0), ()
    >>> from recurra.nn.heads import ClassificationHead
    >>> model = Model(Mean(), ClassificationHead(3, 2))
    >>> batch = Batch(torch.ones(4, 8, 3), target=torch.zeros(8, dtype=torch.int64))
    >>> [round(ratio, 3) for ratio in profile(model, [batch]).normalised]
    [1.0, 1.0, 1.0, 1.0]
    """
    norms = np.concatenate(_same_width([_norms(model, batch) for batch in batches]))
    enough = int((np.isfinite(norms).sum(0) >= min(FEWEST, len(norms))).sum())
    norms = norms[:, : max(1, enough)]
    low, median, high = np.nanquantile(norms, [0.1, 0.5, 0.9], axis=0)
    ratio = median / median[0] if median[0] > 0 else np.zeros_like(median)
    return GradientProfile(
        architecture=name,
        distance=tuple(range(norms.shape[1])),
        median=_floats(median),
        low=_floats(low),
        high=_floats(high),
        normalised=_floats(ratio),
        reach=_reach(ratio, threshold),
        threshold=threshold,
    )


def _norms(model: Model, batch: Batch) -> np.ndarray:
    """[B, T] by distance from each example's own end; NaN beyond its start."""
    x = batch.x.detach().clone().requires_grad_()
    loss = model.loss(batch._replace(x=x)) * x.shape[1]  # the mean over B is of one example each
    (gradient,) = torch.autograd.grad(loss, x)
    norms = gradient.norm(dim=2).T.double().numpy()
    steps = norms.shape[1]
    lengths = np.full(len(norms), steps) if batch.lengths is None else batch.lengths.numpy()
    source = lengths[:, None] - 1 - np.arange(steps)
    picked = np.take_along_axis(norms, np.maximum(source, 0), axis=1)
    return np.where(source >= 0, picked, np.nan)


def _same_width(blocks: list[np.ndarray]) -> list[np.ndarray]:
    width = max(block.shape[1] for block in blocks)
    return [
        np.pad(block, ((0, 0), (0, width - block.shape[1])), constant_values=np.nan)
        for block in blocks
    ]


def _reach(ratio: np.ndarray, threshold: float) -> float | None:
    """First distance from which on the ratio stays below; None: it does not."""
    above = np.flatnonzero(ratio >= threshold)
    if len(above) == 0:
        return 0.0
    return float(above[-1] + 1) if above[-1] + 1 < len(ratio) else None


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
