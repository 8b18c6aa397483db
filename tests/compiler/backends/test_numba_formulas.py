"""Elementary functions on vectors against a wider format, over the whole range."""

import numba
import numpy as np
import pytest

from recurra.compiler.backends.numba.machine import vector
from recurra.compiler.backends.numba.machine.processor import this_machine

# correctly rounded is 0.5; reduction, polynomial and the last operations add about as much each
ULPS = 3.0

WANTED = {
    "exp": np.exp,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "log": np.log,
    "softplus": lambda x: np.maximum(x, 0) + np.log1p(np.exp(-abs(x))),
    "sqrt": np.sqrt,
    "cos": np.cos,
    "sin": np.sin,
}


def everywhere(dtype):
    scales = 10.0 ** np.linspace(-44, 37, 3001)
    parts = [np.linspace(-110, 110, 20001), np.linspace(-1.5, 1.5, 10001), scales, -scales]
    if dtype == "float64":
        parts.append(np.linspace(-760, 760, 10001))
    found = np.concatenate([*parts, [0.0, -0.0, np.inf, -np.inf, np.nan]])
    return np.resize(found, -(-found.size // 64) * 64).astype(dtype)


def applied(name, dtype, *inputs):
    lanes = this_machine().lanes(dtype)
    vectors = vector.memory(dtype, lanes)
    function, load, store = getattr(vector, name), vectors.load, vectors.store
    step = this_machine().vector_bytes

    if len(inputs) == 1:

        @numba.njit
        def run(first, out, size):
            for j in range(0, size, step):
                store(out + j, function(load(first + j)))

    else:

        @numba.njit
        def run(first, second, out, size):
            for j in range(0, size, step):
                store(out + j, function(load(first + j), load(second + j)))

    out = np.empty_like(inputs[0])
    run(*(x.ctypes.data for x in inputs), out.ctypes.data, out.nbytes)
    return out


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", WANTED)
def test_function(name, dtype):
    x = everywhere(dtype)
    wide = np.float64 if dtype == "float32" else np.longdouble
    with np.errstate(all="ignore"):
        exact = WANTED[name](x.astype(wide))
        rounded = exact.astype(dtype)
    found = applied(name, dtype, x)
    special = ~np.isfinite(rounded)
    np.testing.assert_array_equal(found[special], rounded[special])
    normal = ~special & (np.abs(rounded) >= np.finfo(dtype).tiny)
    difference = np.abs(found[normal].astype(wide) - exact[normal])
    assert (difference / np.spacing(np.abs(rounded[normal])).astype(wide)).max() <= ULPS
    tiny = ~special & ~normal
    assert np.abs(found[tiny] - rounded[tiny]).max(initial=0) <= np.finfo(dtype).tiny


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_kinks_keep_not_a_number(dtype):
    a = np.array([1, -1, 0, np.nan, 2, np.inf, -np.inf, -0.0] * 8, dtype=dtype)
    b = np.array([0, 1, 0, 1, np.nan, 3, 3, 0] * 8, dtype=dtype)
    np.testing.assert_array_equal(applied("maximum", dtype, a, b), np.maximum(a, b))
    np.testing.assert_array_equal(applied("minimum", dtype, a, b), np.minimum(a, b))
    np.testing.assert_array_equal(applied("relu", dtype, a), np.maximum(a, 0))
    np.testing.assert_array_equal(applied("absolute", dtype, a), np.abs(a))


def test_derivative_helpers():
    a = np.array([1, -1, 0, 2, 2, 3, -3, 0] * 8, dtype="float32")
    b = np.array([0, 1, 0, 1, 2, 5, -4, 1] * 8, dtype="float32")
    np.testing.assert_array_equal(applied("above", "float32", a, b), a > b)
    np.testing.assert_array_equal(applied("share", "float32", a, b), (a > b) + 0.5 * (a == b))
    np.testing.assert_array_equal(applied("sign", "float32", a), np.sign(a))
