"""Memory for kernels, taken again instead of mapped anew in every call.

Freshly mapped pages cost as much as the work on them. A call takes one piece of memory for what
the backward pass reads and one for what is used within the call alone; an `Arena` says where each
buffer begins in it. When a piece is gone, its memory goes back to the pool. Taking and giving back
are single operations on a deque, so threads and finalizers may meet in them.
"""

import weakref
from collections import deque

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba.machine.processor import BYTES

ALIGNMENT = 64
LIMIT = 32  # pieces kept for each size
IDLE = 1 << 29  # bytes that may lie unused before all of it is given up
SMALL = 1 << 22  # bytes below which the allocator is as good: it gives freed pages again
# buffers that begin at multiples of 4 KiB from each other would share few lines of the cache
STAGGER = 192
PATTERN = 0x7FF8DEAD7FF8DEAD  # not a number, read as float32 or as float64
GAP = 0  # tests keep this many bytes between buffers and see that nobody writes there
POISON = False  # tests fill all new memory with PATTERN
_pool: dict[int, deque[tuple[np.ndarray, int]]] = {}  # memory and its first aligned address


class Piece:
    """Memory of the pool; what it holds is left over from before."""

    __slots__ = ("__weakref__", "address", "memory", "pieces")

    def __init__(self, size: int) -> None:
        rounded = _rounded(size)
        self.pieces = _pool.get(rounded) or _pool.setdefault(rounded, deque(maxlen=LIMIT))
        try:
            self.memory, self.address = self.pieces.pop()
        except IndexError:
            self.memory = _mapped(rounded)
            self.address = -(-self.memory.ctypes.data // ALIGNMENT) * ALIGNMENT
        if POISON:
            self.memory[: self.memory.size // 8 * 8].view(np.int64).fill(PATTERN)

    def __del__(self) -> None:
        self.pieces.append((self.memory, self.address))


class Arena:
    """Where buffers begin in one piece of memory.

    >>> arena = Arena()
    >>> arena.add(100), arena.add(8) % 64
    (0, 0)
    """

    def __init__(self) -> None:
        self.size = 0
        self.used: list[tuple[int, int]] = []  # first byte and the byte after the last

    def add(self, size: int) -> int:
        """Reserve so many bytes; gives the offset of the first."""
        first = self.size
        self.used.append((first, first + size))
        self.size = first + (size + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT + STAGGER + GAP
        return first

    def taken(self) -> Piece:
        """Memory for all of it."""
        return Piece(self.size)


def taken(dtype: str, *shape: int) -> Tensor:
    """A tensor on memory of the pool; what it holds is left over from before."""
    count = 1
    for size in shape:
        count *= size
    size = max(count, 1) * BYTES[dtype]
    if size < SMALL:
        tensor = torch.empty(shape, dtype=getattr(torch, dtype))
        return tensor.fill_(float("nan")) if POISON else tensor
    piece = Piece(size)
    begin = piece.address - piece.memory.ctypes.data
    # torch holds this very array; a view of it would not keep it alive, only `memory`
    array = piece.memory[begin : begin + count * BYTES[dtype]].view(dtype).reshape(shape)
    weakref.finalize(array, _given_back, piece).atexit = False
    return torch.from_numpy(array)


def _given_back(piece: Piece) -> None:
    """Drops the last reference to a piece, which goes back to the pool."""


def _mapped(size: int) -> np.ndarray:
    idle = sum(s * len(p) for s, p in list(_pool.items()))
    if idle > IDLE:
        for pieces in list(_pool.values()):
            pieces.clear()
    return np.empty(size + ALIGNMENT, dtype=np.uint8)


def _rounded(size: int) -> int:
    """Sizes in steps of an eighth of a power of two, so that similar ones share memory."""
    step = 1 << max(size.bit_length() - 4, 12)
    return -(-size // step) * step
