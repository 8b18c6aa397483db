"""Kernels that depend on no cell: packing weights, products over all rows, weight gradients.

All are compiled once for a dtype and kept on disk. Strides are in bytes.
"""

import functools
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from recurra.compiler.backends import numba_cache, numba_matrix
from recurra.compiler.backends.numba_machine import BYTES, this_machine
from recurra.compiler.backends.numba_threads import even_cuts, launch

TEXT = '''"""Kernels for {dtype} that depend on no cell."""

from numba import cfunc

from recurra.compiler.backends.numba_vector import memory, multiply, room, word

load, store, spread, spread_at, total = memory("{dtype}", {lanes})
number_at, put_number, number, _, _ = memory("{dtype}", 1)
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
LANES = {lanes}
PANEL = {panel}  # columns of a panel
BLOCK = 192  # rows that a weight gradient packs at a time
TILE_ROWS = {rows}
block_room = room(BLOCK * PANEL * ITEM)
edge_room = room(TILE_ROWS * PANEL * ITEM)
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")


@kernel
def pack(table, first, last):
    """Columns first..last of a block of a matrix into panels.

    The block begins at row `top` and column `at` of the packed matrix [steps, columns]; it has
    `height` rows, and zeros where the source ends after `high` rows or `wide` columns.
    """
    source, step, column = word(table, 0), word(table, 1), word(table, 2)
    high, wide, height = word(table, 3), word(table, 4), word(table, 5)
    target, top, at = word(table, 6), word(table, 7), word(table, 8)
    steps, columns = word(table, 9), word(table, 10)
    for n in range(first, last):
        begin = (at + n) // PANEL * PANEL
        width = min(PANEL, columns - begin)
        place = target + (begin * steps + top * width + (at + n) - begin) * ITEM
        filled = high if n < wide else 0
        for k in range(filled):
            put_number(place + k * width * ITEM, number_at(source + k * step + n * column))
        for k in range(filled, height):
            put_number(place + k * width * ITEM, number(0.0))


@kernel
def rows_product(table, first, last):
    """Rows first..last of result (+)= left right, in blocks that stay in the cache."""
    product, left, left_row = word(table, 0), word(table, 1), word(table, 2)
    right, result, result_row = word(table, 3), word(table, 4), word(table, 5)
    steps, columns, add = word(table, 6), word(table, 7), word(table, 8)
    for begin in range(first, last, 48):
        rows = min(48, last - begin)
        multiply(product, left + begin * left_row, left_row, ITEM, right,
                 result + begin * result_row, result_row, rows, steps, columns, add)


@kernel
def transposed_product(table, first, last):
    """Rows first..last of result (+)= left^T right over many rows: a weight's gradient."""
    product, left, left_row = word(table, 0), word(table, 1), word(table, 2)
    right, right_row, columns = word(table, 3), word(table, 4), word(table, 5)
    result, result_row, rows, add = word(table, 6), word(table, 7), word(table, 8), word(table, 9)
    scratch, edge = block_room(), edge_room()
    for panel in range(0, columns, PANEL):
        valid = min(PANEL, columns - panel)
        width = (valid + LANES - 1) // LANES * LANES
        for begin in range(0, rows, BLOCK):
            count = min(BLOCK, rows - begin)
            for k in range(count):
                source = right + (begin + k) * right_row + panel * ITEM
                place = scratch + k * width * ITEM
                if valid == width:
                    for j in range(0, width * ITEM, VECTOR):
                        store(place + j, load(source + j))
                else:
                    for j in range(width):
                        value = number_at(source + j * ITEM) if j < valid else number(0.0)
                        put_number(place + j * ITEM, value)
            adds = 1 if add or begin > 0 else 0
            top = left + begin * left_row
            for m in range(first, last, TILE_ROWS):
                high = min(TILE_ROWS, last - m)
                place = result + m * result_row + panel * ITEM
                if valid == width:
                    multiply(product, top + m * ITEM, ITEM, left_row, scratch,
                             place, result_row, high, count, width, adds)
                else:
                    multiply(product, top + m * ITEM, ITEM, left_row, scratch,
                             edge, width * ITEM, high, count, width, 0)
                    for i in range(high):
                        for j in range(valid):
                            at = place + i * result_row + j * ITEM
                            value = number_at(edge + (i * width + j) * ITEM)
                            if adds:
                                value = value + number_at(at)
                            put_number(at, value)


@kernel
def column_sums(table, first, last):
    """Vectors first..last of the sum over the rows of a matrix, row after row."""
    source, row, rows, target = word(table, 0), word(table, 1), word(table, 2), word(table, 3)
    for n in range(first, last):
        sums = spread(0.0)
        for r in range(rows):
            sums = sums + load(source + r * row + n * VECTOR)
        store(target + n * VECTOR, sums)
'''


@dataclass(frozen=True)
class Library:
    """The kernels of one dtype, by address."""

    dtype: str
    item: int
    lanes: int
    product: int
    pack_kernel: int
    rows_kernel: int
    transposed_kernel: int
    sums_kernel: int

    def padded(self, units: int) -> int:
        """Units rounded up to whole vectors."""
        return -(-units // self.lanes) * self.lanes

    def pack(
        self, source: int, step: int, column: int, high: int, wide: int,
        target: int, block: tuple[int, int, int, int], shape: tuple[int, int],
    ) -> None:  # fmt: skip
        """Put a matrix [high, wide] into a block of a packed matrix of a shape.

        The matrix has `step` and `column` bytes between its rows and columns; the block is given
        by its first row and column, its height and its width.
        """
        top, at, height, width = block
        table = _table(source, step, column, high, wide, height, target, top, at, *shape)
        launch(self.pack_kernel, table, (0, width))

    def rows_product(
        self, left: int, left_row: int, right: int, result: int, result_row: int,
        rows: int, steps: int, columns: int, add: bool,
    ) -> None:  # fmt: skip
        """result (+)= left right for many rows; right is packed."""
        table = _table(self.product, left, left_row, right, result, result_row, steps, columns, add)
        launch(self.rows_kernel, table, even_cuts(rows, 6))

    def transposed_product(
        self, left: int, left_row: int, right: int, right_row: int, result: int, result_row: int,
        rows: int, units: int, columns: int, add: bool,
    ) -> None:  # fmt: skip
        """result [units, columns] (+)= left^T right, summed over the rows of both."""
        table = _table(
            self.product, left, left_row, right, right_row, columns, result, result_row, rows, add
        )
        launch(self.transposed_kernel, table, even_cuts(units, this_machine().tile_rows))

    def column_sums(self, source: int, row: int, rows: int, columns: int, target: int) -> None:
        """The sum of each of `columns` (whole vectors) columns."""
        table = _table(source, row, rows, target)
        launch(self.sums_kernel, table, even_cuts(columns // self.lanes, 1))


@functools.cache
def library(dtype: str) -> Library:
    """The kernels of a dtype, compiled or from the disk."""
    machine = this_machine()
    code = numba_cache.kept("matrix", functools.partial(numba_matrix.object_code, machine))
    engine = numba_matrix.linked(machine, code)
    made = _module(dtype)
    return Library(
        dtype,
        BYTES[dtype],
        machine.lanes(dtype),
        engine.get_function_address(numba_matrix.kernel_name(dtype)),
        *(_address(made, k) for k in ("pack", "rows_product", "transposed_product", "column_sums")),
    )


def _module(dtype: str) -> ModuleType:
    machine = this_machine()
    text = TEXT.format(
        dtype=dtype,
        lanes=machine.lanes(dtype),
        item=BYTES[dtype],
        vector=machine.vector_bytes,
        panel=machine.tile_vectors * machine.lanes(dtype),
        rows=machine.tile_rows,
    )
    return numba_cache.module(f"library_{dtype}", text)


def _address(made: ModuleType, name: str) -> int:
    return int(getattr(made, name).address)


def _table(*words: Any) -> np.ndarray:
    return np.array(words, dtype=np.int64)
