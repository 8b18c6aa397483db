"""How busy a machine was with other work while something was timed on it."""

import psutil

BUSY = ("user", "nice", "system", "irq", "softirq", "steal")


class Load:
    """Counts from when it is made.

    >>> load = Load()
    >>> 0.0 <= load.share() <= 1.0
    True
    """

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._start = self._now()

    def share(self) -> float:
        """The share of all processor time since then that others than this process took, from 0 to
        1; 0 where no time was counted."""
        spent, own, whole = (now - then for now, then in zip(self._now(), self._start, strict=True))
        return min(1.0, max(0.0, spent - own) / whole) if whole > 0 else 0.0

    def _now(self) -> tuple[float, float, float]:
        """Processor seconds: of all programs, of this one, and of all there are."""
        times, own = psutil.cpu_times(), self._own.cpu_times()
        spent = sum(getattr(times, name, 0.0) for name in BUSY)
        idle = times.idle + getattr(times, "iowait", 0.0)
        return spent, own.user + own.system, spent + idle
