"""Who is told how far the reading of a large table is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

OnRead = Callable[[float, float, float | None], None]  # done, of all, seconds left
SOON = 0.5  # seconds between two words
SURE = 1.0  # seconds after which the time that is left can be told
_told: ContextVar[OnRead | None] = ContextVar("told", default=None)


@contextmanager
def watched(tell: OnRead | None) -> Iterator[None]:
    """Tell of what is read inside."""
    token = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(token)


class Told:
    """How far one pass over some bytes is."""

    def __init__(self, total: float) -> None:
        self._total, self._began, self._last = total, time.monotonic(), 0.0

    def at(self, done: float) -> None:
        """So many bytes are read; said where somebody listens, twice a second at most."""
        tell, now = _told.get(), time.monotonic()
        last = done >= self._total and self._last > 0
        if tell is None or not self._total or (now < self._last + SOON and not last):
            return
        if now < self._began + SOON:
            return
        self._last, taken, share = now, now - self._began, min(1.0, done / self._total)
        tell(share, 1.0, taken / share * (1 - share) if share and taken > SURE else None)
