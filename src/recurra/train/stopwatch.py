"""Where the time of a training goes: the network, the optimiser, and all else."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from torch import nn


class Stopwatch:
    """Seconds so far.

    `network` is forward and backward of training with the loss, and the forward passes of looks at
    the validation part; `optimizer` is clipping and the update. What a training takes beside them,
    batches, scores, bookkeeping, is the share of the loop itself.

    >>> watch = Stopwatch()
    >>> layer = nn.Linear(1, 1)
    >>> with watch.forwards(layer):
    ...     _ = layer(next(layer.parameters()))
    >>> watch.network > 0, watch.optimizer
    (True, 0.0)
    """

    def __init__(self) -> None:
        self.network = self.optimizer = 0.0

    @contextmanager
    def forwards(self, model: nn.Module) -> Iterator[None]:
        """Count the calls of a model as time in the network."""
        began: list[float] = []

        def before(*_: object) -> None:
            began.append(perf_counter())

        def after(*_: object) -> None:
            self.network += perf_counter() - began.pop()

        hooks = (model.register_forward_pre_hook(before), model.register_forward_hook(after))
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()
