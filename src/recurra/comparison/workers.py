"""Who does the jobs; processes are spawned once, one thread each, gone when their parent is."""

import contextlib
import functools
import os
import queue
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any, Protocol

from recurra.comparison.parent import leave_with
from recurra.errors import CacheWarning, KernelWarning, RunError, SettingError
from recurra.words import say

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_VARIABLES, "1")
# who asks a run to end often asks its whole group: the parent hears it and ends its workers
OF_THE_PARENT = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class Workers(Protocol):
    """Those who do the jobs: processes of this machine, this process, or whatever else."""

    @property
    def number(self) -> int:
        """How many jobs are done at a time."""
        ...

    def equip(self, make: Callable[..., Any], *arguments: Any) -> None:
        """From now on each makes a context by `make(*arguments)`, once, before its next job."""
        ...

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(*arguments)`, which needs no context."""
        ...

    def assign(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(context, *arguments)`."""
        ...

    def stop(self) -> None:
        """End without waiting for what is being done."""
        ...


Recipe = tuple[Callable[..., Any], tuple[Any, ...]]  # what makes a context, and its arguments


class Processes:
    """`number` processes, started by the first job; what their jobs need may come later.

    So they can load libraries and compile kernels while the data are still being read.
    """

    def __init__(self, number: int | None = None) -> None:
        self._number = number
        self._recipe: Recipe | None = None
        self._pool: Executor | None = None

    @property
    def number(self) -> int:
        """How many; by default one for each core."""
        if self._number is None:
            self._number = default_number()
        return self._number

    def equip(self, make: Callable[..., Any], *arguments: Any) -> None:
        """From now on each process makes a context by `make(*arguments)` before its next job."""
        self._recipe = make, arguments

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(*arguments)` in one of the processes."""
        if self._pool is None:
            with _deaf():
                _start_trackers()
                self._pool = processes(self.number)
        try:
            with _deaf():
                return self._pool.submit(work, *arguments)
        except BrokenExecutor as error:  # a process was killed: said to whoever waits, not here
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def assign(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(context, *arguments)` in one of the processes."""
        assert self._recipe is not None, "jobs with a context come after equip()"
        return self.submit(_with_context, self._recipe, work, arguments)

    def stop(self) -> None:
        """End the processes without waiting for what they are at."""
        pool: Any = self._pool
        if pool is None:
            return
        self._pool = None
        # loky forgets waiting jobs but not their numbers, and then fails to find them, aloud
        with contextlib.suppress(queue.Empty):
            while True:
                pool._work_ids.get(block=False)
        pool.shutdown(wait=True, kill_workers=True)


class Inline:
    """This process: each job is done when it is given. For tests, and to look at a job from near.

    >>> crew = Inline()
    >>> crew.equip(int, "2")
    >>> crew.assign(pow, 3).result()
    8
    """

    number = 1

    def __init__(self) -> None:
        self._make: Callable[[], Any] = lambda: None

    def equip(self, make: Callable[..., Any], *arguments: Any) -> None:
        """From now on jobs get the context `make(*arguments)`, made for the first of them."""
        self._make = functools.cache(lambda: make(*arguments))

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(*arguments)`, done already."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future

    def assign(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(context, *arguments)`, done already."""
        return self.submit(lambda: work(self._make(), *arguments))

    def stop(self) -> None:
        """Nothing is left to be ended."""


def result(future: Future[Any], folder: Path | None = None) -> Any:
    """What a job gave; RunError where its process is gone. `folder`: of the run that can go on."""
    try:
        return future.result()
    except BrokenExecutor as error:
        raise RunError(say("comparison.errors.worker_ended", folder=folder)) from error


def processes(number: int) -> Executor:
    """That many, each started by the first jobs."""
    from joblib.externals.loky.backend.context import get_context
    from joblib.externals.loky.process_executor import ProcessPoolExecutor

    return ProcessPoolExecutor(
        max_workers=number,
        context=get_context("loky"),
        initializer=_begin,
        initargs=(os.getpid(),),
        env=ONE_THREAD,
    )


def allowed(number: int | None, force: bool) -> int | None:
    """That many; SettingError where they are more than the cores that this process may use.

    >>> allowed(10_000, force=True)
    10000
    """
    if number is not None and number > 1 and not force:  # what counts cores is not loaded idly
        cores = default_number()
        if number > cores:
            raise SettingError(say("runs.too_many_workers", asked=number, cores=cores))
    return number


def default_number() -> int:
    """As many workers as this process may use cores.

    >>> default_number() >= 1
    True
    """
    from joblib import cpu_count

    return max(1, int(cpu_count()))


def _begin(parent: int) -> None:
    from joblib.externals.loky import process_executor

    # a process gets its data after its first job, which would be taken for a leak of memory: it
    # would be replaced, with a warning
    process_executor._MAX_MEMORY_LEAK_SIZE = sys.maxsize
    # the parent says what kernels do not hold and where they are kept, once
    warnings.simplefilter("ignore", KernelWarning)
    warnings.simplefilter("ignore", CacheWarning)
    for number in OF_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)
    leave_with(parent)
    one_thread()


def _start_trackers() -> None:
    """Processes that clean up behind others, started before these: where they start, what is
    blocked is unblocked, and one that SIGHUP ends is missed."""
    from multiprocessing import resource_tracker

    from joblib.externals.loky.backend import resource_tracker as of_loky

    of_loky.ensure_running()
    with _deaf():
        resource_tracker.ensure_running()


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started here hears no signal before it ignores them (`_begin`)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, OF_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# Of a process that works: the context made last, kept from job to job, and what it was made by.
_kept: tuple[Recipe, Any] | None = None


def _with_context(recipe: Recipe, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Do the work with the context, which is made if this process has not done so yet."""
    global _kept
    if _kept is None or _kept[0] != recipe:
        make, given = recipe
        _kept = recipe, make(*given)
    return work(_kept[1], *arguments)


def one_thread() -> None:
    """This process computes on one thread from now on."""
    import numba
    import torch

    torch.set_num_threads(1)
    numba.set_num_threads(1)
