"""Ctrl-C, and whoever ends processes: heard once, so that what is done can be kept."""

import os
import signal
import threading
import time
from types import FrameType
from typing import Any, Self

from recurra.errors import Stopped

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
GRACE = 1.0  # seconds in which the same wish is often said twice, to a process and to its group


_listening: "list[Ears]" = []


def check() -> None:
    """Raise `Stopped` where a signal was heard and is not on its way: what a handler raises while
    an object is being deleted is lost. Called wherever work shows how far it is."""
    for ears in _listening:
        if ears.heard is not None:
            raise Stopped(ears.heard)


class Ears:
    """Hears signals in a `with` block; `heard` is the first that came, which raises `Stopped`.

    A second one, later, ends this process on the spot: its workers see that and end, and its
    folder is as after a kill, which a run can go on from.
    """

    def __init__(self) -> None:
        self.heard: int | None = None
        self._when = 0.0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        if threading.current_thread() is threading.main_thread():
            for number in numbers:
                # what the caller has this process ignore (nohup, &) stays ignored
                if signal.getsignal(number) != signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._hear)
        _listening.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _listening.remove(self)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, number: int, _: FrameType | None) -> None:
        if self.heard is None:
            self.heard, self._when = number, time.monotonic()
            raise Stopped(number)
        if time.monotonic() - self._when > GRACE:
            os._exit(128 + number)
