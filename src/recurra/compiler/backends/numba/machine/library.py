"""Kernels that depend on no cell: packing weights, products over all rows, weight gradients.

All are compiled once for a dtype and kept on disk. Strides are in bytes.
"""

import functools
from dataclasses import dataclass
from types import ModuleType

from recurra.compiler.backends.numba.machine import cache, matrix
from recurra.compiler.backends.numba.machine.jobs import block_rows, columns_at_once
from recurra.compiler.backends.numba.machine.processor import BYTES, this_machine

TEXT = '''"""Kernels for {dtype} that depend on no cell."""

from numba import cfunc, njit

from recurra.compiler.backends.numba.machine.vector import (
    memory, multiply, prefetch, stack_space, transposed, word
)

load, store, spread, spread_at, total = memory("{dtype}", {lanes})
transpose = transposed("{dtype}", {lanes})
number_at, put_number, number, _, _ = memory("{dtype}", 1)
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
LANES = {lanes}
PANEL = {panel}  # columns of a panel
BLOCK = {block}  # rows that a weight gradient takes at a time: a panel of them fits the L1 cache
WIDE = {wide}  # columns of right factors packed at a time
TALL = 8 * {rows}  # columns of the left factor packed at a time
TILE_ROWS = {rows}
AHEAD = (TILE_ROWS + LANES - 1) // LANES * LANES  # numbers that are copied to pack a tile's rows
right_space = stack_space(BLOCK * WIDE * ITEM)
left_space = stack_space((BLOCK * TILE_ROWS + AHEAD) * 8 * ITEM)
edge_space = stack_space(TALL * PANEL * ITEM)
one_space = stack_space(VECTOR)
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")
inner = njit(error_model="numpy", cache=True)


@inner
def pack_columns(source, step, column, high, wide, count, height, place, between):
    """`count` columns of a vector, `wide` of them of the source; rows `between` bytes apart."""
    done = 0
    if wide == LANES and column == ITEM:
        done = high
        for k in range(high):
            store(place + k * between, load(source + k * step))
    elif wide == LANES and step == ITEM:
        done = high // LANES * LANES
        for k in range(0, done, LANES):
            transpose(source + k * ITEM, column, place + k * between, between)
    for k in range(done, height):
        filled = wide if k < high else 0
        for n in range(filled):
            put_number(place + k * between + n * ITEM, number_at(source + k * step + n * column))
        for n in range(filled, count):
            put_number(place + k * between + n * ITEM, number(0.0))


@kernel
def pack(table, first, last):
    """Blocks first..last of matrices into panels; a block is {block_words} words of the table.

    It begins at row `top` and column `at` of the packed matrix [steps, columns] and has `height`
    rows and `width` columns, with zeros where the source ends after `high` rows or `wide` columns.
    """
    for block in range(first, last):
        here = table + block * {block_words} * 8
        source, step, column = word(here, 0), word(here, 1), word(here, 2)
        high, wide, target = word(here, 3), word(here, 4), word(here, 5)
        top, at, height, width = word(here, 6), word(here, 7), word(here, 8), word(here, 9)
        steps, columns = word(here, 10), word(here, 11)
        n = 0
        while n < width:
            count = min(LANES - (at + n) % LANES, width - n)
            begin = (at + n) // PANEL * PANEL
            between = min(PANEL, columns - begin) * ITEM
            place = target + (begin * steps + (at + n) - begin) * ITEM + top * between
            pack_columns(source + n * column, step, column, high, max(0, min(count, wide - n)),
                         count, height, place, between)
            n += count


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


@inner
def pack_rows(source, row, count, wide, target):
    """Rows into panels, zeros beyond the last column."""
    whole = wide // PANEL * PANEL
    for k in range(count):
        here, place = source + k * row, target + k * PANEL * ITEM
        for _ in range(0, whole, PANEL):
            for j in range(0, PANEL * ITEM, VECTOR):
                store(place + j, load(here + j))
            here += PANEL * ITEM
            place += PANEL * count * ITEM
    valid = wide - whole
    width = (valid + LANES - 1) // LANES * LANES
    if valid:
        for k in range(count):
            here = source + k * row + whole * ITEM
            place = target + (whole * count + k * width) * ITEM
            for j in range(0, valid // LANES * VECTOR, VECTOR):
                store(place + j, load(here + j))
            for j in range(valid // LANES * VECTOR, valid * ITEM, ITEM):
                put_number(place + j, number_at(here + j))
            for j in range(valid * ITEM, width * ITEM, ITEM):
                put_number(place + j, number(0.0))


@inner
def pack_tiles(source, row, count, high, safe, target):
    """Columns in groups of a tile's rows, [steps, rows of the tile] each."""
    whole = 0
    while whole < high and whole <= safe:
        whole += TILE_ROWS
    for k in range(count):
        here, place = source + k * row, target + k * TILE_ROWS * ITEM
        for line in range(0, high * ITEM, 64):
            prefetch(here + 8 * row + line)
        for _ in range(0, whole, TILE_ROWS):
            for j in range(0, AHEAD * ITEM, VECTOR):
                store(place + j, load(here + j))
            here += TILE_ROWS * ITEM
            place += (count * TILE_ROWS + AHEAD) * ITEM
    for m in range(whole, high, TILE_ROWS):
        for k in range(count):
            here = source + k * row + m * ITEM
            place = target + (m // TILE_ROWS * (count * TILE_ROWS + AHEAD) + k * TILE_ROWS) * ITEM
            for j in range(0, min(TILE_ROWS, high - m) * ITEM, ITEM):
                put_number(place + j, number_at(here + j))


@inner
def tiles_product(product, left, right, edge, result, result_row, high, count, wide):
    """result += left^T right, both packed."""
    for panel in range(0, wide, PANEL):
        valid = min(PANEL, wide - panel)
        width = (valid + LANES - 1) // LANES * LANES
        whole = valid == width
        weights = right + panel * count * ITEM
        target = result + panel * ITEM if whole else edge
        target_row = result_row if whole else width * ITEM
        for m in range(0, high, TILE_ROWS):
            tile = left + m // TILE_ROWS * (count * TILE_ROWS + AHEAD) * ITEM
            multiply(product, tile, ITEM, TILE_ROWS * ITEM, weights, target + m * target_row,
                     target_row, min(TILE_ROWS, high - m), count, width, 1 if whole else 0)
        if not whole:
            filled = valid // LANES * VECTOR
            for i in range(high):
                at, own = result + i * result_row + panel * ITEM, edge + i * width * ITEM
                for j in range(0, filled, VECTOR):
                    store(at + j, load(at + j) + load(own + j))
                for j in range(filled, valid * ITEM, ITEM):
                    put_number(at + j, number_at(at + j) + number_at(own + j))


@inner
def add_weighted(source, row, count, high, weights, step, target):
    """target += left^T right for a right factor of one column, `step` bytes from row to row.

    Row after row, so that bits do not depend on where a range of columns is cut.
    """
    n = 0
    while n + 6 * LANES <= high:
        here, place, at = source + n * ITEM, target + n * ITEM, weights
        a, b, c = spread(0.0), spread(0.0), spread(0.0)
        d, e, f = spread(0.0), spread(0.0), spread(0.0)
        for _ in range(count):
            w = spread_at(at)
            a = a + load(here) * w
            b = b + load(here + VECTOR) * w
            c = c + load(here + 2 * VECTOR) * w
            d = d + load(here + 3 * VECTOR) * w
            e = e + load(here + 4 * VECTOR) * w
            f = f + load(here + 5 * VECTOR) * w
            here += row
            at += step
        store(place, load(place) + a)
        store(place + VECTOR, load(place + VECTOR) + b)
        store(place + 2 * VECTOR, load(place + 2 * VECTOR) + c)
        store(place + 3 * VECTOR, load(place + 3 * VECTOR) + d)
        store(place + 4 * VECTOR, load(place + 4 * VECTOR) + e)
        store(place + 5 * VECTOR, load(place + 5 * VECTOR) + f)
        n += 6 * LANES
    while n + LANES <= high:
        here, place, at, sums = source + n * ITEM, target + n * ITEM, weights, spread(0.0)
        for _ in range(count):
            sums = sums + load(here) * spread_at(at)
            here += row
            at += step
        store(place, load(place) + sums)
        n += LANES
    for j in range(n, high):
        here, place, at, single = source + j * ITEM, target + j * ITEM, weights, number(0.0)
        for _ in range(count):
            single = single + number_at(here) * number_at(at)
            here += row
            at += step
        put_number(place, number_at(place) + single)


@kernel
def transposed_products(table, first, last):
    """The share first..last (of `parts`) of each result += left^T right, summed over many rows.

    The table holds the product's address, `parts`, the number of groups, then each group: the
    number of rows, of right and of left factors; address, bytes between rows and columns of each
    factor, and of a left factor to what its sum over the rows is added, or 0; address and bytes
    between rows of the result of each left with each right.
    """
    product, parts, groups = word(table, 0), word(table, 1), word(table, 2)
    right_packed, left_packed, edge, one = right_space(), left_space(), edge_space(), one_space()
    put_number(one, number(1.0))
    here = table + 3 * 8
    for _ in range(groups):
        rows, rights, lefts = word(here, 0), word(here, 1), word(here, 2)
        right_factors = here + 3 * 8
        left_factors = right_factors + 3 * 8 * rights
        results = left_factors + 4 * 8 * lefts
        here = results + 2 * 8 * rights * lefts
        for begin in range(0, rows, BLOCK):
            count = min(BLOCK, rows - begin)
            place = right_packed
            for r in range(rights):
                own = right_factors + 3 * 8 * r
                columns = word(own, 2)
                pack_rows(word(own, 0) + begin * word(own, 1), word(own, 1), count, columns, place)
                place += (columns + LANES - 1) // LANES * LANES * count * ITEM
            for n in range(lefts):
                own = left_factors + 4 * 8 * n
                left, left_row, units = word(own, 0), word(own, 1), word(own, 2)
                sums = word(own, 3)
                tiles = (units + TILE_ROWS - 1) // TILE_ROWS
                # the last unit from which AHEAD numbers lie within the padded column
                safe = (units + LANES - 1) // LANES * LANES - AHEAD
                end_unit = min(units, tiles * last // parts * TILE_ROWS)
                for m in range(tiles * first // parts * TILE_ROWS, end_unit, TALL):
                    high = min(TALL, end_unit - m)
                    pack_tiles(left + begin * left_row + m * ITEM, left_row, count, high,
                               safe - m, left_packed)
                    if sums != 0:
                        add_weighted(left + begin * left_row + m * ITEM, left_row, count, high,
                                     one, 0, sums + m * ITEM)
                    place = right_packed
                    for r in range(rights):
                        columns = word(right_factors + 3 * 8 * r, 2)
                        at = results + 2 * 8 * (n * rights + r)
                        result, result_row = word(at, 0), word(at, 1)
                        if columns == 1 and result_row == ITEM:  # a tile would be nearly empty
                            own = right_factors + 3 * 8 * r
                            add_weighted(left + begin * left_row + m * ITEM, left_row, count, high,
                                         word(own, 0) + begin * word(own, 1), word(own, 1),
                                         result + m * ITEM)
                        else:
                            tiles_product(product, left_packed, place, edge,
                                          result + m * result_row, result_row, high, count,
                                          columns)
                        place += (columns + LANES - 1) // LANES * LANES * count * ITEM


@inner
def sum_of_rows(source, row, rows, target, first, last):
    """Vectors first..last of the sum over the rows of a matrix."""
    n = first
    while n + 4 <= last:  # four at a time: whole lines of the cache
        here = source + n * VECTOR
        a, b, c, d = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
        for _ in range(rows):
            a = a + load(here)
            b = b + load(here + VECTOR)
            c = c + load(here + 2 * VECTOR)
            d = d + load(here + 3 * VECTOR)
            here += row
        store(target + n * VECTOR, a)
        store(target + (n + 1) * VECTOR, b)
        store(target + (n + 2) * VECTOR, c)
        store(target + (n + 3) * VECTOR, d)
        n += 4
    for rest in range(n, last):
        sums = spread(0.0)
        for r in range(rows):
            sums = sums + load(source + r * row + rest * VECTOR)
        store(target + rest * VECTOR, sums)


@kernel
def column_sums(table, first, last):
    """Vectors first..last of the sum over the rows of each of some matrices, row after row.

    The table holds the number of matrices, and of each: address, bytes between rows, number of
    rows, address of its sum.
    """
    for number in range(word(table, 0)):
        here = table + (1 + 4 * number) * 8
        sum_of_rows(word(here, 0), word(here, 1), word(here, 2), word(here, 3), first, last)
'''


@dataclass(frozen=True)
class Library:
    """The kernels of one dtype, by address; their text says what a table holds.

    A row of `pack_kernel`'s table is `panels.WORDS`; that of `transposed_kernel` is made by
    `jobs.grouped`.
    """

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


@functools.cache
def library(dtype: str) -> Library:
    """The kernels of a dtype, compiled or from the disk."""
    machine = this_machine()
    code = cache.kept("matrix", functools.partial(matrix.object_code, machine))
    engine = matrix.linked(machine, code)
    made = _module(dtype)
    return Library(
        dtype,
        BYTES[dtype],
        machine.lanes(dtype),
        engine.get_function_address(matrix.kernel_name(dtype)),
        *(
            _address(made, k)
            for k in ("pack", "rows_product", "transposed_products", "column_sums")
        ),
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
        block=block_rows(),
        wide=columns_at_once(dtype),
        block_words=12,
    )
    return cache.module(f"library_{dtype}", text)


def _address(made: ModuleType, name: str) -> int:
    return int(getattr(made, name).address)
