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
import pyarrow as pa

from recurra.compiler import cache_folder

LARGE = 256 << 20  # bytes of an array, or of several that belong together
ROWS = 1 << 19  # of a block
TEXT = (1 << 31) - 1  # bytes of a column of texts
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


class Gathered:
    """A column that comes block by block: numbers or texts, in a file where all are large."""

    def __init__(self, large: bool) -> None:
        self._large = large
        self._files: list[tempfile._TemporaryFileWrapper[bytes]] = []
        self.clear()

    def clear(self) -> None:
        """Forget all of it."""
        for file in self._files:
            file.close()
        self._files = []
        self._kept: list[pa.Array] = []
        self._valid: list[int | np.ndarray] = []  # of a block without gaps how long it is
        self._count, self._text = 0, 0
        self.kind: pa.DataType | None = None

    def __del__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return self._count

    def add(self, block: pa.Array) -> None:
        """Take one more; raises OverflowError where texts are too many, OSError of a full disk."""
        self.kind, self._count = block.type, self._count + len(block)
        if not self._large:
            self._kept.append(block)
            return
        if not self._files:
            self._files = [new_file() for _ in range(1 if block.type == pa.float64() else 2)]
        self._valid.append(
            block.is_valid().to_numpy(zero_copy_only=False) if block.null_count else len(block)
        )
        if block.type == pa.float64():
            self._files[0].write(_doubles(block).tobytes())
            return
        where = np.frombuffer(block.buffers()[1], np.int32, len(block) + 1, 4 * block.offset)
        if self._text + int(where[-1] - where[0]) > TEXT:
            raise OverflowError
        if self._text == 0 and self._count == len(block):
            self._files[0].write(b"\0" * 4)
        self._files[0].write((where[1:] - where[0] + np.int32(self._text)).tobytes())
        texts = block.buffers()[2]
        self._files[1].write(texts[int(where[0]) : int(where[-1])] if texts is not None else b"")
        self._text += int(where[-1] - where[0])

    def array(self) -> pa.Array:
        """All of it, and what it holds is forgotten here."""
        if not self._large or not self._count:
            found = pa.concat_arrays(self._kept or [pa.array([], self.kind or pa.string())])
        else:
            buffers = [pa.py_buffer(_whole(file)) for file in self._files]
            bits = None
            if not all(isinstance(one, int) for one in self._valid):
                each = [np.ones(v, bool) if isinstance(v, int) else v for v in self._valid]
                bits = pa.py_buffer(np.packbits(np.concatenate(each), bitorder="little"))
            found = pa.Array.from_buffers(self.kind, self._count, [bits, *buffers])
        self.clear()
        return found


def _doubles(block: pa.Array) -> np.ndarray:
    """What lies there, whatever that is where a value is missing."""
    return np.frombuffer(block.buffers()[1], np.float64, len(block), 8 * block.offset)


def _whole(file: "tempfile._TemporaryFileWrapper[bytes]") -> mmap.mmap | bytes:
    file.flush()
    size = os.fstat(file.fileno()).st_size
    return mapped(file.fileno(), size) if size else b""


def numbers(column: pa.Array, together: int = 0) -> np.ndarray:
    """[N] float64 of a column of numbers, NaN where one is missing; itself where none is.

    >>> numbers(pa.array([1, None]))
    array([ 1., nan])
    """
    column = column.cast(pa.float64(), safe=False)
    if not column.null_count or max(8 * len(column), together) < LARGE:
        return column.to_numpy(zero_copy_only=False)
    found = empty((len(column),), np.float64, together)
    for rows in blocks(len(column)):
        found[rows] = column[rows].to_numpy(zero_copy_only=False)
    return found
