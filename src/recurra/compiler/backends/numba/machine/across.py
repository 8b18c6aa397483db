"""Operations across the units of a row: sums and maxima of blocks, slices.

Each function writes a whole padded row of its target, padding with zeros. They work on single
numbers, as cells use them on few values of a row.
"""

import functools
from typing import Any

from numba import njit

from recurra.compiler.backends.numba.machine.processor import BYTES
from recurra.compiler.backends.numba.machine.vector import maximum, memory


@functools.cache
def across(dtype: str) -> tuple[Any, Any, Any, Any]:
    """block_sum, block_largest, sliced, unsliced: (source, target, units of the source, of the
    target, padded units of the target, shape)."""
    return (*_of_blocks(dtype), *_of_slices(dtype))


@functools.cache
def _blank(dtype: str) -> Any:
    """Zeros from one unit to another."""
    _, put_number, number, _, _ = memory(dtype, 1)
    item = BYTES[dtype]

    @njit(error_model="numpy")
    def blank(target: Any, first: Any, last: Any) -> None:
        for unit in range(first, last):
            put_number(target + unit * item, number(0.0))

    return blank


def _of_blocks(dtype: str) -> tuple[Any, Any]:
    load, put_number, number, _, _ = memory(dtype, 1)  # vectors of one lane
    item, blank = BYTES[dtype], _blank(dtype)

    @njit(error_model="numpy")
    def block_sum(source: Any, target: Any, own: Any, units: Any, padded: Any, parts: Any) -> None:
        size = own // parts
        for part in range(parts):
            total = number(0.0)
            for unit in range(part * size, part * size + size):
                total = total + load(source + unit * item)
            for unit in range(part * size, part * size + size):
                put_number(target + unit * item, total)
        blank(target, units, padded)

    @njit(error_model="numpy")
    def block_largest(
        source: Any, target: Any, own: Any, units: Any, padded: Any, parts: Any
    ) -> None:
        size = own // parts
        for part in range(parts):
            largest = load(source + part * size * item)
            for unit in range(part * size + 1, part * size + size):
                largest = maximum(load(source + unit * item), largest)
            for unit in range(part * size, part * size + size):
                put_number(target + unit * item, largest)
        blank(target, units, padded)

    return block_sum, block_largest


def _of_slices(dtype: str) -> tuple[Any, Any]:
    load, put_number, _, _, _ = memory(dtype, 1)
    item, blank = BYTES[dtype], _blank(dtype)

    @njit(error_model="numpy")
    def sliced(
        source: Any, target: Any, own: Any, units: Any, padded: Any, first: Any, last: Any
    ) -> None:
        for unit in range(units):
            put_number(target + unit * item, load(source + (first + unit) * item))
        blank(target, units, padded)

    @njit(error_model="numpy")
    def unsliced(
        source: Any, target: Any, own: Any, units: Any, padded: Any, first: Any, last: Any
    ) -> None:
        blank(target, 0, first)
        for unit in range(own):
            put_number(target + (first + unit) * item, load(source + unit * item))
        blank(target, first + own, padded)

    return sliced, unsliced
