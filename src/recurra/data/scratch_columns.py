"""Columns of Arrow that are larger than memory should hold, in files without a name."""

import mmap
import os
import tempfile

import numpy as np
import pyarrow as pa

from recurra.data import scratch


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
            self._files = [
                scratch.new_file() for _ in range(1 if block.type == pa.float64() else 2)
            ]
        self._valid.append(
            block.is_valid().to_numpy(zero_copy_only=False) if block.null_count else len(block)
        )
        if block.type == pa.float64():
            self._files[0].write(_doubles(block).tobytes())
            return
        where = np.frombuffer(block.buffers()[1], np.int32, len(block) + 1, 4 * block.offset)
        if self._text + int(where[-1] - where[0]) > scratch.TEXT:
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
    return scratch.mapped(file.fileno(), size) if size else b""


def numbers(column: pa.Array, together: int = 0) -> np.ndarray:
    """[N] float64 of a column of numbers, NaN where one is missing; itself where none is.

    >>> numbers(pa.array([1, None]))
    array([ 1., nan])
    """
    column = column.cast(pa.float64(), safe=False)
    if not column.null_count or max(8 * len(column), together) < scratch.LARGE:
        return column.to_numpy(zero_copy_only=False)
    found = scratch.empty((len(column),), np.float64, together)
    for rows in scratch.blocks(len(column)):
        found[rows] = column[rows].to_numpy(zero_copy_only=False)
    return found
