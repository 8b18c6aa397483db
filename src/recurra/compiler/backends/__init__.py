"""The backends, fastest first; the last one can run everything."""

from recurra.compiler.backend import Backend
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.backends.reference import Reference

BACKENDS: tuple[Backend, ...] = (Numba(), Reference())
