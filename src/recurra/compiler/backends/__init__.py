"""The backends, fastest first; the last of `BACKENDS` can run everything."""

from recurra.compiler.backend import Backend
from recurra.compiler.backends.interpreted import Interpreted
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.backends.reference import Reference

BACKENDS: tuple[Backend, ...] = (Numba(), Reference())
# and the interpreter of the kernels' programs, only for tests
EVERY: tuple[Backend, ...] = (*BACKENDS, Interpreted())
