"""A process that works for another ends when that one is gone, however it went."""

import os
import select
import threading
import time

PAUSE = 0.2  # seconds between looks, where the system does not tell


def leave_with(parent: int) -> None:
    """End this process as soon as its parent is gone.

    A parent that was killed with SIGKILL cannot stop those who work for it, and whoever goes on
    with its run should not meet them.
    """
    threading.Thread(target=_wait, args=(parent,), daemon=True).start()


def _wait(parent: int) -> None:
    try:
        handle = os.pidfd_open(parent)  # Linux tells at once
    except (AttributeError, OSError):
        handle = -1
    if os.getppid() == parent:  # else its number may be somebody else's already
        if handle >= 0:
            poll = select.poll()
            poll.register(handle, select.POLLIN)
            while not poll.poll():
                pass
        else:
            _look(parent)
    os._exit(1)


def _look(parent: int) -> None:
    import psutil

    while os.getppid() == parent and psutil.pid_exists(parent):
        time.sleep(PAUSE)
