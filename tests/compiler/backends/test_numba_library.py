"""Kernels that depend on no cell, against numpy."""

import numpy as np
import pytest
import torch

from recurra.compiler.backends import numba_matrix
from recurra.compiler.backends.numba_library import library
from recurra.compiler.backends.numba_machine import MACHINES, this_machine, variant


@pytest.fixture(params=["float32", "float64"])
def kernels(request):
    return library(request.param)


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
    kernels.pack(
        right.ctypes.data, item, steps * item, steps, columns,
        packed.ctypes.data, (0, 0, steps, padded), (steps, padded),
    )  # fmt: skip
    result = np.full((rows + 1, padded + 3), np.nan, dtype=kernels.dtype)
    stride = result.strides[0]
    for add in (False, True):
        kernels.rows_product(
            left.ctypes.data, steps * item, packed.ctypes.data, result.ctypes.data, stride,
            rows, steps, padded, add,
        )  # fmt: skip
        close(result[:rows, :columns], (left @ right.T) * (1 + add), steps)
    assert (result[:rows, columns:padded] == 0).all()
    assert np.isnan(result[rows]).all() and np.isnan(result[:, padded:]).all()


@pytest.mark.parametrize(("rows", "units", "columns"), [(1, 1, 1), (200, 7, 3), (500, 40, 83)])
def test_transposed_product(kernels, rows, units, columns):
    item = kernels.item
    left, right = drawn(kernels.dtype, rows, units + 2), drawn(kernels.dtype, rows, columns + 1)
    result = np.zeros((units, columns), dtype=kernels.dtype)
    for times in (1, 2):
        kernels.transposed_product(
            left.ctypes.data, (units + 2) * item, right.ctypes.data, (columns + 1) * item,
            result.ctypes.data, columns * item, rows, units, columns, True,
        )  # fmt: skip
        close(result, times * (left[:, :units].T @ right[:, :columns]), rows)


def test_column_sums(kernels):
    width = 5 * kernels.lanes
    x, sums = drawn(kernels.dtype, 77, width), np.empty(width, dtype=kernels.dtype)
    kernels.column_sums(x.ctypes.data, x.strides[0], 77, width, sums.ctypes.data)
    np.testing.assert_array_equal(sums, np.add.reduce(x, axis=0))


def test_bits_do_not_depend_on_threads(kernels, monkeypatch):
    from recurra.compiler.backends import numba_library

    rows, units, columns, item = 300, 50, 20, kernels.item
    left, right = drawn(kernels.dtype, rows, units), drawn(kernels.dtype, rows, columns)
    found = []
    for cut in (50, 24, 6):
        monkeypatch.setattr(numba_library, "even_cuts", lambda n, least, c=cut: [0, n])
        result = np.zeros((units, columns), dtype=kernels.dtype)
        for first in range(0, units, cut):
            kernels.transposed_product(
                left.ctypes.data + first * item, units * item, right.ctypes.data, columns * item,
                result[first:].ctypes.data, columns * item, rows, min(cut, units - first),
                columns, True,
            )  # fmt: skip
        found.append(result)
    assert (found[0] == found[1]).all() and (found[0] == found[2]).all()


@pytest.mark.parametrize(
    ("name", "mark"), [("avx512", "vfmadd231ps"), ("avx2", "vfmadd231ps"), ("neon", "fmla")]
)
def test_kernels_compile_for_machines_that_are_not_here(name, mark):
    text = numba_matrix.assembly(MACHINES[name])
    registers = {"avx512": "%zmm28", "avx2": "%ymm14", "neon": "v28"}  # accumulators and more
    assert mark in text and registers[name] in text


def test_variant_of_a_machine():
    assert variant("x86_64-pc-linux-gnu", {"avx2": True, "fma": True}) == "avx2"
    assert variant("x86_64-pc-linux-gnu", {"avx2": True}) == "generic"
    assert (
        variant("x86_64-pc-linux-gnu", dict.fromkeys(("avx512f", "avx512dq", "avx512vl"), True))
        == "avx512"
    )
    assert this_machine().name in MACHINES


def test_torch_threads_are_honoured():
    from recurra.compiler.backends.numba_threads import even_cuts, layer, threads

    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        assert threads() == 1 and even_cuts(100, 6) == [0, 100]
        torch.set_num_threads(2)
        assert threads() == (2 if layer() else 1)
    finally:
        torch.set_num_threads(before)
