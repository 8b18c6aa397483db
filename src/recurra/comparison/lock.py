"""One process at a time works in a folder; the system forgets the lock of a process that is gone.

The lock is on an open file, not on the file's being there: a process that was killed, here or on
another host of a shared file system, leaves nothing that has to be recognised as stale.
"""

import contextlib
import errno
import os
import socket
import sys
from pathlib import Path

from recurra.errors import RunError
from recurra.words import say

UNKNOWN = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL)  # no locks on this file system
FAR = 1 << 30  # the byte that Windows locks: what stands at the front can be read by all


class Lock:
    """The lock of a folder, held until it is released or this process is gone.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "lock"
    >>> with contextlib.closing(Lock(file)):
    ...     Lock.held(file)
    True
    >>> Lock.held(file)
    False
    """

    def __init__(self, file: Path) -> None:
        """Take it; RunError where another process has it, OSError where it cannot be made."""
        while True:
            self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _take(self._handle)
                if _is_still(self._handle, file):
                    break
            except BlockingIOError:
                self.close()
                raise RunError(
                    say("runs.in_use", folder=_folder(file), holder=_holder(file))
                ) from None
            except BaseException:
                self.close()
                raise
            self.close()  # whoever had it has removed it meanwhile: make another
        with contextlib.suppress(OSError):  # a full disk: only who it is would be unknown
            os.ftruncate(self._handle, 0)
            os.write(self._handle, f"{os.getpid()} {socket.gethostname()}\n".encode())

    @staticmethod
    def held(file: Path) -> bool:
        """Whether some process has it."""
        try:
            handle = os.open(file, os.O_RDWR)
        except OSError:
            return False
        try:
            _take(handle)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def close(self) -> None:
        """Release it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _take(handle: int) -> None:
    """BlockingIOError where another has it; where a file system has no locks, nobody has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise BlockingIOError(*error.args) from None
        if error.errno not in UNKNOWN:
            raise


def _is_still(handle: int, file: Path) -> bool:
    """Whether the file that was opened is the one that lies there."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _folder(file: Path) -> Path:
    """That of the run: the lock lies among what is removed when the run is finished."""
    return file.parent.parent


def _holder(file: Path) -> str:
    """Process and host, as the holder wrote them."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
