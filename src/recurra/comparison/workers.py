"""The processes that train: spawned once, one thread each, gone when their parent is gone."""

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from recurra.errors import KernelWarning

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_VARIABLES, "1")


Room = tuple[Callable[..., None], tuple[Any, ...]]  # what makes a process ready, its arguments
_entered: Room | None = None  # of this process, where it is a worker


class Workers:
    """`number` processes; what their jobs need may come after the first jobs.

    So they can load libraries and compile kernels while the data are still being read.
    """

    def __init__(self, number: int | None = None) -> None:
        self._number = number
        self._room: Room | None = None
        self._pool: Executor | None = None  # until there is a first job

    @property
    def number(self) -> int:
        """How many processes; by default one for each core."""
        if self._number is None:
            self._number = default_number()
        return self._number

    def furnish(self, make_ready: Callable[..., None], *arguments: Any) -> None:
        """From now on each process runs `make_ready(*arguments)` once, before its next job."""
        self._room = make_ready, arguments

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """`work(*arguments)` in one of the processes."""
        if self._pool is None:
            self._pool = processes(self.number)
        return self._pool.submit(_within, self._room, work, arguments)

    def stop(self) -> None:
        """End the processes without waiting for what they are at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]


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
    # the parent says what kernels do not hold, once
    warnings.simplefilter("ignore", KernelWarning)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    one_thread()


def _within(room: Room | None, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Enter the room, if this process is not in it yet, and do the work."""
    global _entered
    if room is not None and room != _entered:
        make_ready, given = room
        make_ready(*given)
        _entered = room
    return work(*arguments)


def one_thread() -> None:
    """This process computes on one thread from now on."""
    import numba
    import torch

    torch.set_num_threads(1)
    numba.set_num_threads(1)


def _leave_with(parent: int) -> None:
    """A parent killed with SIGKILL cannot stop its workers: they look whether it is there."""
    import psutil

    while os.getppid() == parent and psutil.pid_exists(parent):
        time.sleep(1.0)
    os._exit(1)
