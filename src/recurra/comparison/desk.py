"""Hands jobs to the workers and keeps every result as soon as it is there.

A result that is recorded already is not computed again; results come back in the order of the
jobs, whatever the order in which they were done.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Any

from recurra.comparison import trial
from recurra.comparison.folder import Folder
from recurra.comparison.progress import OnProgress, Progress
from recurra.comparison.trial import Job
from recurra.comparison.workers import Workers, result
from recurra.records import Search, Trial


@dataclass(frozen=True)
class Begun:
    """Trials that the workers have been given."""

    jobs: Sequence[Job]
    futures: dict[Future[Any], Job]  # of those that were not recorded yet
    weigh: Callable[[Job], float]


class Desk:
    """The workers, one folder, and the account of what is done."""

    def __init__(self, crew: Workers, folder: Folder, on_progress: OnProgress | None) -> None:
        self.crew, self.folder = crew, folder
        self.known = {k: t for k, t in folder.known().items() if t.status != "failed"}
        self._given: dict[str, Future[Any]] = {}  # to the workers, by the key of the trial
        self.total = self.done = 0.0
        self._on_progress = on_progress
        self._began: float | None = None
        self._done_before = 0.0

    def trials(
        self,
        stage: str,
        jobs: Sequence[Job],
        search: Search,
        weigh: Callable[[Job], float],
        weights: bool = True,
    ) -> list[Trial]:
        """Run the jobs that are not recorded yet, the longest first; without `weights` a training
        is done whose answers are there, even if it could not be gone on with."""
        return self.finish(stage, self.begin(jobs, search, weigh, weights))

    def begin(
        self,
        jobs: Sequence[Job],
        search: Search,
        weigh: Callable[[Job], float],
        weights: bool = True,
    ) -> Begun:
        """Hand such jobs to the workers without waiting for them; what is submitted later waits
        behind them. A job that they have already is not given again."""
        open_ = [job for job in jobs if not self._is_done(job, weights)]
        new = [job for job in open_ if job.key not in self._given]
        self.done += sum(weigh(job) for job in jobs) - sum(weigh(job) for job in open_)
        for job in sorted(new, key=weigh, reverse=True):
            self._given[job.key] = self.crew.assign(trial.run, job, search)
        return Begun(jobs, {self._given[job.key]: job for job in open_}, weigh)

    def finish(self, stage: str, begun: Begun) -> list[Trial]:
        """Results of what was begun, in the order of the jobs."""
        futures = begun.futures
        for future in self._finished(stage, futures):
            done: Trial = future.result()
            del self._given[done.key]
            self.known[done.key] = done
            self.folder.note(done)
            self.done += begun.weigh(futures[future])
        self.say(stage)
        return [self.known[job.key] for job in begun.jobs]

    def each(
        self,
        stage: str,
        work: Callable[..., Any],
        items: Iterable[tuple[Any, ...]],
        first: Callable[[Any], None] | None = None,
    ) -> list[Any]:
        """Results of `work(context, *item)` in the workers, in order; `first` is told the result of
        the first item as soon as it is there."""
        futures = {self.crew.assign(work, *item): None for item in items}
        for future in self._finished(stage, futures):
            if first is not None and future is next(iter(futures)):
                first(future.result())
        return [future.result() for future in futures]

    def has_weights(self, job: Job) -> bool:
        """Whether a training can be gone on with, and be used."""
        return self._is_done(job, weights=True)

    def result(self, future: Future[Any]) -> Any:
        """What a job gave; RunError where its process is gone."""
        return result(future, self.folder.path)

    def start_clock(self) -> None:
        """From now on what is done tells how long the rest takes."""
        self._began, self._done_before = time.monotonic(), self.done

    def say(self, stage: str) -> None:
        """Time counts to this stage from now on; tell the caller how far it is."""
        self.folder.clock.enter(stage)
        if self._on_progress is not None:
            total = max(self.total, self.done)
            self._on_progress(Progress(stage, self.done, total, self._left(), self.folder.path))

    def _is_done(self, job: Job, weights: bool) -> bool:
        """Recorded, and what it left for later stages is there."""
        if job.key not in self.known:
            return False
        if job.stage == "search":
            return True
        left = ["predictions"] if job.stage == "baseline" else ["checkpoint"] * weights
        if self.known[job.key].validation is not None:
            left += ["validation"] if job.stage == "baseline" else ["validation", "looks"]
        return all(self.folder.store.has(job.key, kind) for kind in left)

    def _finished(self, stage: str, futures: dict[Future[Any], Any]) -> Iterable[Future[Any]]:
        waiting = set(futures)
        while waiting:
            self.say(stage)
            ready, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in ready:
                self.result(future)
                yield future

    def _left(self) -> float | None:
        if self._began is None or self.done >= self.total:  # what comes after is not weighed
            return None
        speed = self.done - self._done_before
        spent = time.monotonic() - self._began
        rate = speed / spent if speed > 0 and spent > 2 else float(self.crew.number)
        return max(0.0, self.total - self.done) / rate
