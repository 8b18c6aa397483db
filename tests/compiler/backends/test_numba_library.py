"""Kernels that depend on no cell, against numpy."""

import ctypes
import itertools

import numpy as np
import pytest
import torch

from recurra.compiler.backends.numba.machine import matrix
from recurra.compiler.backends.numba.machine.jobs import Job, columns_at_once, grouped
from recurra.compiler.backends.numba.machine.library import library
from recurra.compiler.backends.numba.machine.processor import MACHINES, this_machine, variant


class Kernels:
    """The kernels of a dtype, called by hand."""

    def __init__(self, dtype):
        self.own = library(dtype)
        self.dtype, self.item, self.lanes = dtype, self.own.item, self.own.lanes
        self.padded = self.own.padded

    def pack(self, blocks):
        run(self.own.pack_kernel, np.ravel(blocks), 0, len(blocks))

    def rows_product(self, *words, cuts):
        for first, last in itertools.pairwise(cuts):
            run(self.own.rows_kernel, [self.own.product, *words], first, last)

    def transposed_products(self, jobs, parts=1):
        table = [self.own.product, parts, *grouped(self.dtype, [Job(*job) for job in jobs])]
        for part in range(parts):
            run(self.own.transposed_kernel, table, part, part + 1)

    def column_sums(self, columns, *matrices):
        table = [len(matrices), *itertools.chain.from_iterable(matrices)]
        run(self.own.sums_kernel, table, 0, columns // self.lanes)


def run(kernel, table, first, last):
    words = np.array(table, dtype=np.int64)
    call = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 3)(kernel)
    call(words.ctypes.data, first, last)


@pytest.fixture(params=["float32", "float64"])
def kernels(request):
    return Kernels(request.param)


def drawn(dtype, *shape):
    return np.random.default_rng(0).standard_normal(shape).astype(dtype)


def close(found, wanted, terms):
    bound = 4 * np.finfo(found.dtype).eps * terms**0.5 * np.abs(wanted).max()
    np.testing.assert_allclose(found, wanted, rtol=0, atol=bound)


@pytest.mark.parametrize("rows", [1, 5, 6, 7, 50])
@pytest.mark.parametrize("columns", [1, 16, 17, 75, 130])
def test_rows_product(kernels, rows, columns):
    """Every shape of tile; what lies beside the result stays untouched; adding adds."""
    steps, item, padded = 9, kernels.item, kernels.padded(columns)
    left, right = drawn(kernels.dtype, rows, steps), drawn(kernels.dtype, columns, steps)
    packed = np.full(steps * padded, np.nan, dtype=kernels.dtype)
    source = (right.ctypes.data, item, steps * item, steps, columns)
    kernels.pack([(*source, packed.ctypes.data, 0, 0, steps, padded, steps, padded)])
    result = np.full((rows + 1, padded + 3), np.nan, dtype=kernels.dtype)
    stride = result.strides[0]
    for add in (False, True):
        kernels.rows_product(
            left.ctypes.data, steps * item, packed.ctypes.data, result.ctypes.data, stride,
            steps, padded, add, cuts=(0, rows // 2, rows),
        )  # fmt: skip
        close(result[:rows, :columns], (left @ right.T) * (1 + add), steps)
    assert (result[:rows, columns:padded] == 0).all()
    assert np.isnan(result[rows]).all() and np.isnan(result[:, padded:]).all()


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(("high", "wide"), [(1, 1), (9, 16), (17, 21), (40, 70)])
@pytest.mark.parametrize("beside", [0, 5])  # columns of zeros after each block
def test_packed_matrices(kernels, high, wide, beside, across):
    """Two blocks side by side, as they lie in memory and transposed; zeros beyond their ends."""
    item, width, height = kernels.item, wide + beside, high + 3
    columns = kernels.padded(2 * width)
    given = drawn(kernels.dtype, 2, wide, high) if across else drawn(kernels.dtype, 2, high, wide)
    strides = (item, high * item) if across else (wide * item, item)
    wanted = np.zeros((height, columns), dtype=kernels.dtype)
    packed = np.full(wanted.size + 1, np.nan, dtype=kernels.dtype)
    for n, block in enumerate(given):
        wanted[:high, n * width : n * width + wide] = block.T if across else block
    blocks = [
        (block.ctypes.data, *strides, high, wide, packed.ctypes.data,
         0, n * width, height, width if n == 0 else columns - width, height, columns)
        for n, block in enumerate(given)
    ]  # fmt: skip
    kernels.pack(blocks[::-1])
    panel = this_machine().tile_vectors * kernels.lanes
    panels = [wanted[:, n : n + panel].ravel() for n in range(0, columns, panel)]
    np.testing.assert_array_equal(packed[:-1], np.concatenate(panels))
    assert np.isnan(packed[-1])


@pytest.mark.parametrize(
    ("rows", "units", "columns"), [(1, 1, 1), (200, 7, 3), (300, 110, 1), (500, 40, 83)]
)
def test_transposed_products(kernels, rows, units, columns):
    left, right = drawn(kernels.dtype, rows, units + 2), drawn(kernels.dtype, rows, columns + 1)
    result = np.zeros((2, units, columns), dtype=kernels.dtype)
    jobs = [
        (*place(left), *place(right), *place(result[n]), rows, units, columns) for n in (0, 1, 1)
    ]
    kernels.transposed_products(jobs)
    wanted = left[:, :units].T @ right[:, :columns]
    close(result[0], wanted, rows)
    close(result[1], 2 * wanted, rows)


@pytest.mark.parametrize("parts", [1, 2, 3])
@pytest.mark.parametrize(("rows", "units"), [(1, 1), (200, 7), (300, 110)])
def test_left_factors_are_summed_once(kernels, rows, units, parts):
    """Whatever they meet; what lies beside the sums stays untouched, and bits as they are."""
    wide = columns_at_once(kernels.dtype) + 20  # so that its products come in two groups
    left, right = drawn(kernels.dtype, rows, units + 1), drawn(kernels.dtype, rows, wide)
    results = np.zeros((2, units, wide), kernels.dtype)
    found = []
    for shares in (1, parts):
        sums = np.ones(units + 1, kernels.dtype)
        kernels.transposed_products([
            (*place(left), *place(right), *place(results[n]), rows, units, wide, sums.ctypes.data)
            for n in (0, 1)
        ], shares)  # fmt: skip
        found.append(sums)
    close(found[0][:-1], 1 + left[:, :-1].sum(0), rows)
    assert found[0][-1] == 1
    np.testing.assert_array_equal(*found)


def test_left_factors_meet_several_right_ones(kernels):
    """Right factors of several widths, one wider than the room for them."""
    rows, units = 150, 9
    wide = columns_at_once(kernels.dtype) + 20
    left = drawn(kernels.dtype, 2, rows, units)
    rights = [drawn(kernels.dtype, rows, columns) for columns in (5, wide, 16)]
    results = [[np.zeros((units, r.shape[1]), kernels.dtype) for r in rights] for _ in left]
    pairs = [(n, k) for n in (0, 1) for k in (0, 1, 2) if (n, k) != (1, 2)]
    kernels.transposed_products([
        (*place(left[n]), *place(rights[k]), *place(results[n][k]), rows, units, rights[k].shape[1])
        for n, k in pairs
    ], parts=2)  # fmt: skip
    for n, k in pairs:
        close(results[n][k], left[n].T @ rights[k], rows)
    assert not results[1][2].any()


def place(x):
    return x.ctypes.data, x.strides[0]


def test_column_sums(kernels):
    width = 5 * kernels.lanes
    x, sums = drawn(kernels.dtype, 77, width), np.empty((2, width), dtype=kernels.dtype)
    kernels.column_sums(
        width,
        (*place(x), 77, sums[0].ctypes.data),
        (*place(x[50:]), 27, sums[1].ctypes.data),
    )
    np.testing.assert_array_equal(sums[0], np.add.reduce(x, axis=0))
    np.testing.assert_array_equal(sums[1], np.add.reduce(x[50:], axis=0))


@pytest.mark.parametrize("columns", [1, 20])
def test_bits_do_not_depend_on_threads(kernels, columns):
    rows, units = 300, 50
    left, right = drawn(kernels.dtype, rows, units), drawn(kernels.dtype, rows, columns)
    found = []
    for parts in (1, 2, 3):
        result = np.zeros((units, columns), dtype=kernels.dtype)
        job = (*place(left), *place(right), *place(result), rows, units, columns)
        kernels.transposed_products([job], parts)
        found.append(result)
    assert (found[0] == found[1]).all() and (found[0] == found[2]).all()


@pytest.mark.parametrize(
    ("name", "mark"), [("avx512", "vfmadd231ps"), ("avx2", "vfmadd231ps"), ("neon", "fmla")]
)
def test_kernels_compile_for_machines_that_are_not_here(name, mark):
    text = matrix.assembly(MACHINES[name])
    registers = {"avx512": "%zmm28", "avx2": "%ymm14", "neon": "v28"}  # accumulators and more
    assert mark in text and registers[name] in text


def test_vectors_are_whole_registers_where_no_size_is_padded_further():
    machine = MACHINES["avx512"]
    assert machine.fitting([128, 64], "float32").lanes("float32") == 16
    assert machine.fitting([128, 100], "float32").lanes("float32") == 8
    assert machine.fitting([100], "float64").lanes("float64") == 4
    assert machine.fitting([104], "float64").lanes("float64") == 8
    assert MACHINES["avx2"].fitting([128], "float32") == MACHINES["avx2"]


def test_variant_of_a_machine():
    assert variant("x86_64-pc-linux-gnu", {"avx2": True, "fma": True}) == "avx2"
    assert variant("x86_64-pc-linux-gnu", {"avx2": True}) == "generic"
    assert (
        variant("x86_64-pc-linux-gnu", dict.fromkeys(("avx512f", "avx512dq", "avx512vl"), True))
        == "avx512"
    )
    assert this_machine().name in MACHINES


def test_torch_threads_are_honoured():
    from recurra.compiler.backends.numba.machine.threads import layer, threads

    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        assert threads() == 1
        torch.set_num_threads(2)
        assert threads() == (2 if layer() else 1)
    finally:
        torch.set_num_threads(before)


def test_blocks_on_a_diagonal(kernels):
    """Blocks that begin and end within a vector, zeros beside them."""
    size, count, item = 5, 3, kernels.item
    width = kernels.padded(size * count)
    given = drawn(kernels.dtype, count, size, size)
    wanted = np.zeros((size * count, width), dtype=kernels.dtype)
    packed = np.full(wanted.size + 1, np.nan, dtype=kernels.dtype)
    table = []
    for n, block in enumerate(given):
        first = n * size
        wanted[first : first + size, first : first + size] = block
        wide = size if n + 1 < count else width - first
        source, shape = (block.ctypes.data, size * item, item), (size * count, width)
        table.append((*source, 0, size, packed.ctypes.data, 0, first, first, wide, *shape))
        rest = size * count - first
        table.append((*source, size, size, packed.ctypes.data, first, first, rest, wide, *shape))
    kernels.pack(table)
    panel = this_machine().tile_vectors * kernels.lanes
    parts = [wanted[:, k : k + panel].ravel() for k in range(0, width, panel)]
    np.testing.assert_array_equal(packed[:-1], np.concatenate(parts))
    assert np.isnan(packed[-1])
