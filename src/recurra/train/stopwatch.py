"""Where the time of a training goes: network, optimiser, looks at the validation part, all else."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter


class Stopwatch:
    """Seconds so far.

    `network` is forward and backward of training with the loss; `optimizer` is clipping and the
    update; `looks` is all that looks at the validation part take. What a training takes beside
    them, batches and bookkeeping, is the share of the loop itself.

    >>> watch = Stopwatch()
    >>> with watch.looking():
    ...     score = sum(range(1000))
    >>> watch.looks > 0, watch.network
    (True, 0.0)
    """

    def __init__(self) -> None:
        self.network = self.optimizer = self.looks = 0.0

    @property
    def spent(self) -> tuple[float, float, float]:
        """In the network, in the optimiser, in looks."""
        return self.network, self.optimizer, self.looks

    def looking(self) -> AbstractContextManager[None]:
        """Count what is done inside as a look."""
        return self._counting("looks")

    def learning(self) -> AbstractContextManager[None]:
        """Count what is done inside as forward and backward."""
        return self._counting("network")

    def optimising(self) -> AbstractContextManager[None]:
        """Count what is done inside as the update."""
        return self._counting("optimizer")

    @contextmanager
    def _counting(self, what: str) -> Iterator[None]:
        began = perf_counter()
        try:
            yield
        finally:
            setattr(self, what, getattr(self, what) + perf_counter() - began)
