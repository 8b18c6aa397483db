"""The processes that train: spawned once, one thread each, gone when their parent is gone."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_VARIABLES, "1")


def start(number: int, initializer: Callable[..., None], *arguments: Any) -> Executor:
    """`number` processes; each runs `initializer(*arguments)` once, before its first job."""
    from joblib.externals.loky.backend.context import get_context
    from joblib.externals.loky.process_executor import ProcessPoolExecutor

    return ProcessPoolExecutor(
        max_workers=number,
        context=get_context("loky"),
        initializer=_prepare,
        initargs=(os.getpid(), initializer, arguments),
        env=ONE_THREAD,
    )


def stop(executor: Executor) -> None:
    """End the processes without waiting for what they are at."""
    executor.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]


def default_number() -> int:
    """As many workers as this process may use cores.

    >>> default_number() >= 1
    True
    """
    from joblib import cpu_count

    return max(1, int(cpu_count()))


def _prepare(parent: int, initializer: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    one_thread()
    initializer(*arguments)


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
