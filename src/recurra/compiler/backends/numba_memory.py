"""Memory for buffers, taken again instead of mapped anew in every call.

Freshly mapped pages cost as much as the work on them. A buffer is a tensor on memory of a pool;
when the last tensor on it is gone, the memory goes back to the pool. Taking and giving back are
single operations on a deque, so threads and finalizers may meet in them.
"""

import weakref
from collections import deque

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba_machine import BYTES

ALIGNMENT = 64
LIMIT = 32  # pieces kept for each size
SMALL = 1 << 16  # bytes below which the allocator is as good
_pool: dict[int, deque[np.ndarray]] = {}
POISON = False  # tests fill all new memory with NaN


def taken(dtype: str, *shape: int) -> Tensor:
    """A tensor on memory of the pool; what it holds is left over from before."""
    count = int(np.prod(shape))
    size = max(count, 1) * BYTES[dtype]
    if size < SMALL:
        tensor = torch.empty(shape, dtype=getattr(torch, dtype))
        return tensor.fill_(float("nan")) if POISON else tensor
    rounded = _rounded(size)
    pieces = _pool.setdefault(rounded, deque(maxlen=LIMIT))
    try:
        memory = pieces.pop()
    except IndexError:
        memory = np.empty(rounded + ALIGNMENT, dtype=np.uint8)
    begin = -memory.ctypes.data % ALIGNMENT
    # torch holds this very array; a view of it would not keep it alive, only `memory`
    array = memory[begin : begin + count * BYTES[dtype]].view(dtype).reshape(shape)
    weakref.finalize(array, pieces.append, memory).atexit = False
    if POISON:
        array.fill(np.nan)
    return torch.from_numpy(array)


def _rounded(size: int) -> int:
    """Sizes in steps of an eighth of a power of two, so that similar ones share memory."""
    step = 1 << max(size.bit_length() - 4, 12)
    return -(-size // step) * step
