"""Fills the memory of kernels with NaN, so that reading before writing shows. Fresh memory often
holds zeros by chance, which would hide the error."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def poisoned() -> Iterator[None]:
    """Inside, all memory newly given to kernels is filled with NaN."""
    from recurra.compiler.backends.numba.machine import memory

    before = memory.POISON
    memory.POISON = True
    try:
        yield
    finally:
        memory.POISON = before
