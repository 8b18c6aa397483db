"""What the fast path knows of a processor: vector width, registers and the tile they allow.

The table is static. The variant is chosen by the processor's features alone, never by a measurement
at run time, so that one kind of machine always gives the same bits.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

import llvmlite.binding as llvm
import numba

BYTES = {"float32": 4, "float64": 8}


@dataclass(frozen=True)
class Machine:
    """A target of the code generator.

    The tile of the matrix kernel is `tile_rows` rows times `tile_vectors` vectors: its
    accumulators, one row of vectors of the right factor and one broadcast element fit the
    registers. A register of the matrix kernel may hold several vectors: rows are padded to whole
    vectors, so that 100 units take 104 columns and not 112, and products still use all of a
    register.
    """

    name: str
    triple: str
    cpu: str
    features: str
    vector_bytes: int
    register_bytes: int
    tile_rows: int
    tile_vectors: int

    def lanes(self, dtype: str) -> int:
        """Numbers in one vector.

        >>> MACHINES["avx2"].lanes("float32"), MACHINES["avx2"].lanes("float64")
        (8, 4)
        """
        return self.vector_bytes // BYTES[dtype]

    def fitting(self, units: Iterable[int], dtype: str) -> "Machine":
        """The same with vectors of a whole register, where these sizes need no more padding then.

        >>> MACHINES["avx512"].fitting([128], "float32").vector_bytes
        64
        >>> MACHINES["avx512"].fitting([100], "float32").vector_bytes  # 104 columns, not 112
        32
        """
        together = self.register_bytes // self.vector_bytes
        wide = replace(
            self, vector_bytes=self.register_bytes, tile_vectors=self.tile_vectors // together
        )
        same = all(wide.padded(n, dtype) == self.padded(n, dtype) for n in units)
        return wide if same else self

    def padded(self, units: int, dtype: str) -> int:
        """Units rounded up to whole vectors."""
        lanes = self.lanes(dtype)
        return -(-units // lanes) * lanes


# 32 registers hold 6 x 4 accumulators, 16 registers hold 6 x 2.
MACHINES = {
    "avx512": Machine("avx512", "x86_64-unknown-linux-gnu", "skylake-avx512", "", 32, 64, 6, 8),
    "avx2": Machine("avx2", "x86_64-unknown-linux-gnu", "haswell", "", 32, 32, 6, 2),
    "neon": Machine("neon", "aarch64-unknown-linux-gnu", "neoverse-n1", "", 16, 16, 6, 4),
    "generic": Machine("generic", "x86_64-unknown-linux-gnu", "x86-64", "", 16, 16, 6, 2),
}


def variant(triple: str, features: dict[str, bool]) -> str:
    """Which row of the table fits a processor.

    >>> variant("aarch64-apple-darwin", {})
    'neon'
    """
    if triple.startswith(("aarch64", "arm64")):
        return "neon"
    if features.get("avx512f") and features.get("avx512dq") and features.get("avx512vl"):
        return "avx512"
    if features.get("avx2") and features.get("fma"):
        return "avx2"
    return "generic"


@functools.cache
def this_machine() -> Machine:
    """The processor that numba compiles for (its NUMBA_CPU_NAME and NUMBA_CPU_FEATURES hold)."""
    triple = llvm.get_process_triple()
    if numba.config.CPU_NAME:
        cpu, features = str(numba.config.CPU_NAME), str(numba.config.CPU_FEATURES or "")
        known = {f[1:]: f[0] == "+" for f in features.split(",") if f}
    else:
        known = dict(llvm.get_host_cpu_features())
        cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    row = MACHINES[variant(triple, known)]
    return replace(row, triple=triple, cpu=cpu, features=features)
