"""What the system refused (a full disk, a folder that is gone) as one sentence with a remedy."""

import contextlib
import errno
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

from recurra.errors import RunError, reason
from recurra.words import say

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def of_system(error: BaseException) -> OSError | None:
    """The error as the system's own; None for one that is none.

    Libraries that are written in Rust (safetensors) say the system's number in their text, and
    so does `shutil` of several files.

    >>> of_system(Exception("I/O error: No space left on device (os error 28)")).errno
    28
    >>> of_system(ValueError("4 is odd"))
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error
    found = re.search(r"(?:os error |Errno )(\d+)", str(error))
    if found is None:
        return error if isinstance(error, OSError) else None
    return OSError(int(found[1]), os.strerror(int(found[1])))


def named(error: BaseException, path: Path) -> BaseException:
    """The error with the path that it is about, where it does not name one."""
    own = of_system(error)
    if own is None or own.errno is None or own.filename is not None:
        return error
    return OSError(own.errno, own.strerror, str(path))


def sentence(error: OSError, folder: Path | None) -> RunError:
    """What to say of it, and how to go on with the run in a folder; None: nothing is kept."""
    if folder is not None and not (folder / "run.json").exists():
        return RunError(say("runs.gone", folder=folder))
    remedy = say("runs.start_again") if folder is None else say("runs.go_on", folder=folder)
    full = error.errno in FULL
    place = _place(error.filename, folder, full)
    if full:
        return RunError(say("runs.disk_full", place=place, remedy=remedy))
    why = reason(error)
    return RunError(say("runs.unwritable", place=place, why=why, remedy=remedy))


def _place(name: object, folder: Path | None, full: bool) -> Path:
    """What cannot be written; of a run's own files, whose names nobody knows, the folder."""
    here = Path.cwd() if folder is None else folder
    if isinstance(name, bytes | str):
        path = Path(os.fsdecode(name))
        return here if here.absolute() in path.absolute().parents else path
    return _fullest([here, *_others()]) if full else here


def _others() -> list[Path]:
    """Where a run writes beside its folder: compiled kernels, temporary files."""
    places = [Path(tempfile.gettempdir())]
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recurra.compiler.backends.numba.machine import cache

        places.append(cache.folder())
    return places


def _fullest(places: Iterable[Path]) -> Path:
    """Of those that are there the one with the least free space; the first of equals."""

    def free(place: Path) -> float:
        try:
            return shutil.disk_usage(place).free
        except OSError:
            return float("inf")

    return min(places, key=free)
