"""Threads: how many there may be, and what calls a slice kernel by its address.

Every kernel has the signature `kernel(table, first, last)`: a table of integers (addresses, sizes)
and the part of its range to do. Kernels are serial, so they compile fast; the one parallel function
(in `program/program.py`) knows no cell. Results do not depend on the number of threads, as a kernel
computes each element of its range alike wherever the range is cut.
"""

import contextlib
import functools
import importlib
from typing import Any

import numba
import torch


def _make_calls() -> Any:
    from llvmlite import ir
    from numba.core import types
    from numba.extending import intrinsic

    word = ir.IntType(64)

    @intrinsic
    def call(typing: Any, kernel: Any, table: Any, first: Any, last: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            kind = ir.FunctionType(ir.VoidType(), [word] * 3)
            b.call(b.inttoptr(args[0], kind.as_pointer()), args[1:])
            return context.get_dummy_value()

        return types.void(*[types.int64] * 4), build

    @intrinsic
    def put_word(typing: Any, table: Any, position: Any, value: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            place = b.add(args[0], b.mul(args[1], word(8)))
            b.store(args[2], b.inttoptr(place, word.as_pointer()))
            return context.get_dummy_value()

        return types.void(*[types.int64] * 3), build

    return call, put_word


call, put_word = _make_calls()


@functools.cache
def layer() -> str:
    """The threading layer that can be used from several threads at once, or ""."""
    asked = str(numba.config.THREADING_LAYER)
    with contextlib.suppress(ValueError):  # where none is in use yet
        asked = numba.threading_layer()
    for name, needed in (("omp", "omppool"), ("tbb", "tbbpool")):
        if asked in (name, "default", "safe", "threadsafe"):
            try:
                importlib.import_module(f"numba.np.ufunc.{needed}")
            except ImportError:
                continue
            return name
    return ""


def threads() -> int:
    """How many threads kernels may use: torch's setting, 1 where numba has no safe layer."""
    wanted = min(torch.get_num_threads(), int(numba.config.NUMBA_NUM_THREADS))
    return wanted if wanted > 1 and layer() else 1


def choose_layer() -> None:
    """Called before the first parallel function: numba's default layer may be one that two
    threads must not enter at once."""
    numba.config.THREADING_LAYER = layer()
