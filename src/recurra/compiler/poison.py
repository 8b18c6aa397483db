"""Memory of kernels that is not a number before they write it, so that what they read too early
shows. Numbers that lie in fresh memory by chance are often zeros, and nobody would see it."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def poisoned() -> Iterator[None]:
    """Inside, all memory that kernels are given anew is filled with NaN."""
    from recurra.compiler.backends.numba.machine import memory

    before = memory.POISON
    memory.POISON = True
    try:
        yield
    finally:
        memory.POISON = before
