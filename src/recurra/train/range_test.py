"""A rate range test: Smith 2017, Cyclical learning rates, arXiv 1506.01186.

The learning rate rises with every update, η_t = low (high / low)^(t / (T - 1)), and the loss is
watched: it falls where rates teach, and rises where they are too large.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count

from torch import nn

from recurra.nn.batch import Batch
from recurra.nn.state import START
from recurra.train.randomness import begun
from recurra.train.settings import FitSettings
from recurra.train.state import Progress
from recurra.train.step import Step

LOW, HIGH = 1e-6, 1e1
SMOOTH = 0.95  # of the mean loss so far, at each update; as usual for this test
OVER = 4.0  # times the least mean loss: nothing is learned from there on
BELOW_LEAST = 10.0  # the rate at which the loss is least is on the edge: so much below it is safe


@dataclass(frozen=True)
class Range:
    """Rates, the smoothed loss at each, and what follows from them."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]

    @property
    def edge(self) -> float:
        """The rate at which the smoothed loss is least."""
        return self.rates[min(range(len(self.losses)), key=self.losses.__getitem__)]

    @property
    def suggested(self) -> float:
        """A tenth of that."""
        return self.edge / BELOW_LEAST

    @property
    def fell(self) -> float:
        """The least smoothed loss as a share of the first one."""
        return min(self.losses) / self.losses[0]


def range_test(
    model: nn.Module, batches: Callable[[int], Iterator[Batch]], settings: FitSettings
) -> Range:
    """Train over `settings.updates` rising rates; the model's weights are of no use afterwards.

    >>> import torch
    >>> class Line(nn.Module):  # (w - 1)², whose descent diverges from a rate of 1 on
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.w = nn.Parameter(torch.zeros(()))
    ...     def loss(self, batch):
    ...         return (self.w - 1).square() + 0.1
    >>> one = FitSettings(1.0, 300, 300, optimizer="sgd", momentum=0.0, clip_norm=0.0)
    >>> found = range_test(Line(), lambda epoch: iter([Batch(torch.zeros(1))]), one)
    >>> 0.3 < found.edge < 2, found.rates[-1] < 10
    (True, True)
    """
    total, progress = settings.updates, Progress()
    step = Step(model, settings, progress)
    rates: list[float] = []
    losses: list[float] = []
    mean, carried = 0.0, START
    pieces = chain.from_iterable(
        step.segments(batch) for epoch in count() for batch in batches(epoch)
    )
    model.train()
    with begun(model, settings.seed, {}):
        while progress.update < total:
            rate = LOW * (HIGH / LOW) ** (progress.update / max(1, total - 1))
            step.fixed_rate = rate
            value, carried = step.update(next(pieces), carried)
            if value is None:
                continue
            progress.update += 1
            mean = SMOOTH * mean + (1 - SMOOTH) * value
            smoothed = mean / (1 - SMOOTH**progress.update)
            if not math.isfinite(smoothed) or (losses and smoothed > OVER * min(losses)):
                break
            rates.append(rate)
            losses.append(smoothed)
    return Range(tuple(rates), tuple(losses))
