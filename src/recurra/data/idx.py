"""The IDX format of MNIST: a header of big-endian sizes, then the values.

magic: two zero bytes, a type, the number of dimensions; then one uint32 a dimension; then values.
"""

import math
from pathlib import Path

import numpy as np

from recurra.data.unpack import read_bytes
from recurra.errors import DataError
from recurra.words import say

LARGEST = 3e38  # what float32 holds
MOST = 4  # dimensions
TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path: Path) -> np.ndarray:
    """The array in an IDX file; bytes are not copied.

    Raises DataError for a wrong magic number, a type that does not exist, a size of zero and a
    length that is not what the header promises.
    """
    raw = read_bytes(path)
    if len(raw) < 4 or raw[:2] != b"\x00\x00" or raw[2] not in TYPES or raw[3] == 0:
        raise DataError(
            say("data.idx.not_idx", start=raw[:4].hex(" ")),
            file=path,
            remedy=say("data.idx.starts_with"),
        )
    if raw[3] > MOST:
        raise DataError(say("data.images.dimensions", count=raw[3]), file=path)
    start = 4 + 4 * raw[3]
    if len(raw) < start:
        raise DataError(say("data.idx.short_header"), file=path)
    shape = tuple(int(n) for n in np.frombuffer(raw, ">u4", raw[3], 4))
    if 0 in shape:
        raise DataError(say("data.idx.no_length", shape=_times(shape)), file=path)
    kind = np.dtype(TYPES[raw[2]])
    _check_length(path, len(raw) - start, math.prod(shape) * kind.itemsize, shape)
    values = np.frombuffer(raw, kind, math.prod(shape), start).reshape(shape)
    if kind.kind == "f" and not np.isfinite(values).all():
        first = np.argwhere(~np.isfinite(values))[0].tolist()
        raise DataError(say("data.idx.not_finite", place=first), file=path)
    if kind.kind == "f" and np.abs(values).max() > LARGEST:
        first = np.argwhere(np.abs(values) > LARGEST)[0].tolist()
        value = float(values[tuple(first)])
        what = say("data.idx.too_large", place=first, value=value, largest=LARGEST)
        raise DataError(what, file=path)
    return values if kind.itemsize == 1 else values.astype(kind.newbyteorder("="))


def _check_length(path: Path, found: int, promised: int, shape: tuple[int, ...]) -> None:
    if found == promised:
        return
    what = say("data.idx.length", shape=_times(shape), promised=promised, found=found)
    raise DataError(what, file=path, remedy=say("data.unpack.get_again"))


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(str(n) for n in shape)
