"""The wall time of a comparison, stage by stage."""

import time


class Clock:
    """Adds up the seconds of each stage; a comparison is at exactly one at any time.

    What workers do beside a stage counts to the stage that is waited for, so that all stages
    together are the wall time. `since`: when the first stage began, as `time.time()` says it.

    >>> clock = Clock("starting", since=time.time() - 2.0)
    >>> clock.enter("reading_the_data")
    >>> found = clock.taken()
    >>> list(found), found["starting"] >= 2.0, list(clock.taken())
    (['starting', 'reading_the_data'], True, ['reading_the_data'])
    """

    def __init__(self, stage: str, since: float | None = None) -> None:
        self.stage = stage
        self._began = time.monotonic()
        if since is not None:
            self._began -= max(0.0, time.time() - since)
        self._seconds: dict[str, float] = {}

    def enter(self, stage: str) -> None:
        """From now on time counts to this stage; nothing happens where it does already."""
        if stage == self.stage:
            return
        self._count()
        self.stage = stage

    def taken(self) -> dict[str, float]:
        """Seconds of each stage since this was last asked, in the order they were entered."""
        self._count()
        found, self._seconds = self._seconds, {}
        return found

    def _count(self) -> None:
        now = time.monotonic()
        self._seconds[self.stage] = self._seconds.get(self.stage, 0.0) + now - self._began
        self._began = now
