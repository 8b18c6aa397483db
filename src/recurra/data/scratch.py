"""Arrays that are larger than memory should hold: files without a name, mapped.

What is written there lies in the system's cache and goes to the disk where others need the memory;
a file is gone with the last array that shows it, and with the process, however that ends. `release`
lets go of what this process has looked at, so that passing over a large array block by block takes
the memory of a block.
"""

import math
import mmap
import os
import tempfile
import weakref
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from recurra.compiler import cache_folder

LARGE = 256 << 20  # bytes of an array, or of several that belong together
ROWS = 1 << 19  # of a block
TEXT = (1 << 31) - 1  # bytes of a column of texts
_touched = 0
_maps: "weakref.WeakSet[mmap.mmap]" = weakref.WeakSet()


def empty(shape: tuple[int, ...], dtype: npt.DTypeLike, together: int = 0) -> np.ndarray:
    """An array without values; a large one is mapped, where the disk has room for it.

    together: bytes of all arrays that are needed at once, where these are several.

    >>> empty((2, 3), np.float32).shape
    (2, 3)
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if max(size, together) < LARGE or size == 0:
        return np.empty(shape, dtype)
    try:
        with new_file() as file:
            reserve(file.fileno(), size)
            found = mapped(file.fileno(), size)
    except OSError:
        return np.empty(shape, dtype)
    return np.frombuffer(found, dtype).reshape(shape)


def arange(count: int) -> np.ndarray:
    """[count] int64 from zero.

    >>> arange(3).tolist()
    [0, 1, 2]
    """
    found = empty((count,), np.int64, 8 * 8 * count)  # beside columns of as many numbers
    for rows in blocks(count):
        found[rows] = np.arange(rows.start, rows.stop)
    return found


def new_file() -> "tempfile._TemporaryFileWrapper[bytes]":
    """A file without a name in the user's cache folder; raises OSError where there is none."""
    home = cache_folder.wanted() / "data"
    home.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=home)  # type: ignore[return-value]


def reserve(number: int, size: int) -> None:
    """Raises OSError where the disk has no room: a map would be killed for it later."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(number, 0, size)
    else:
        os.ftruncate(number, size)


def mapped(number: int, size: int) -> mmap.mmap:
    """A file that `release` knows."""
    found = mmap.mmap(number, size)
    _maps.add(found)
    return found


def release() -> None:
    """Let go of all pages of mapped arrays; they are read again when they are looked at."""
    if hasattr(mmap, "MADV_DONTNEED") and os.name == "posix":
        for one in list(_maps):
            one.madvise(mmap.MADV_DONTNEED)


def touched(size: int) -> None:
    """So many bytes of mapped arrays were looked at, here and there; now and then they are let go
    of."""
    global _touched
    _touched += size
    if _touched > LARGE and _maps:
        _touched = 0
        release()


def blocks(count: int, start: int = 0) -> Iterator[slice]:
    """Rows from `start` to `count`, some at a time.

    >>> [(s.start, s.stop) for s in blocks(ROWS + 5)]
    [(0, 524288), (524288, 524293)]
    """
    if count - start > ROWS:
        release()
    for first in range(start, count, ROWS):
        yield slice(first, min(first + ROWS, count))
        if count - start > ROWS:
            release()


def columns(values: np.ndarray, chosen: "int | list[int] | np.ndarray") -> np.ndarray:
    """A copy of one or several columns of [T, C]: [T] or [T, some].

    >>> columns(np.arange(6.0).reshape(3, 2), 1).tolist()
    [1.0, 3.0, 5.0]
    """
    first = values[:ROWS, chosen]
    if len(values) <= ROWS:
        return first.copy()
    found = empty((len(values), *first.shape[1:]), values.dtype)
    for rows in blocks(len(values)):
        found[rows] = values[rows, chosen]
    return found


def ends(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and most of each column [T, C]; NaN counts nothing, and stays where there is no more.

    >>> ends(np.array([[1.0, np.nan], [3.0, np.nan]]))
    (array([ 1., nan]), array([ 3., nan]))
    """
    low = high = np.full(values.shape[1:], np.nan)
    for rows in blocks(len(values)):
        low = np.fmin(low, np.fmin.reduce(values[rows], axis=0))
        high = np.fmax(high, np.fmax.reduce(values[rows], axis=0))
    return low, high
