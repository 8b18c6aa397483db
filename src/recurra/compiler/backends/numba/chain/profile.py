"""Where the time of a training step goes: each stage of the programs timed by itself; and what the
matrix kernel reaches at best."""

import ctypes
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from recurra.compiler.backends.numba.chain.plan import Plan
from recurra.compiler.backends.numba.machine.library import library
from recurra.compiler.backends.numba.program.program import Program, moves
from recurra.words import text


@dataclass
class Timed:
    """A program's stages, with the least seconds of each over all its runs."""

    program: Program
    seconds: list[float] = field(default_factory=list)

    def kernels(self) -> list[int]:
        """Addresses of the stages' kernels."""
        return [int(stage[0]) for stage in self.program.parts[0]]


@contextmanager
def watched() -> Iterator[list[Timed]]:
    """Inside, programs run stage by stage in one thread; gives the programs in the order of their
    first runs. Programs that are launched with lengths are not watched."""
    timed: dict[int, Timed] = {}
    listed: list[Timed] = []

    def run(program: Program, bases: Sequence[int], scratch: int) -> None:
        if id(program) not in timed:
            timed[id(program)] = Timed(program, [float("inf")] * len(program.parts[0]))
            listed.append(timed[id(program)])
        _stage_by_stage(timed[id(program)], bases, scratch)

    before, Program.observer = Program.observer, run
    try:
        yield listed
    finally:
        Program.observer = before


def _stage_by_stage(timed: Timed, bases: Sequence[int], scratch: int) -> None:
    program, held = timed.program, array("q", bases)
    for number in range(len(timed.seconds)):
        stage = program.parts[0][number : number + 1].copy()
        header = np.array([*program.words, 1, stage.ctypes.data])
        start = time.perf_counter()
        program.alone(int(header.ctypes.data), held.buffer_info()[0], scratch + program.table)
        timed.seconds[number] = min(timed.seconds[number], time.perf_counter() - start)


def names(plans: Sequence[Plan]) -> Callable[[int], str]:
    """Describes the kernel at an address."""
    known: dict[int, str] = {}
    for plan in plans:
        library = plan.library
        known[library.pack_kernel] = text("compiler.backends.stage", name="packing")
        known[library.rows_kernel] = text("compiler.backends.stage", name="rows")
        known[library.transposed_kernel] = text("compiler.backends.stage", name="matrices")
        known[library.sums_kernel] = text("compiler.backends.stage", name="vectors")
        copy, grow = moves(plan.dtype)
        known[copy] = known[grow] = text("compiler.backends.stage", name="copies")
        for compiled in (plan.training, plan.backward):
            for address in compiled.kernels.values():
                known[address] = text("compiler.backends.stage", name="steps")
    return lambda address: known.get(address, text("compiler.backends.stage", name="other"))


ROWS, STEPS, COLUMNS = 480, 512, 512
_PRODUCT = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 10)


def product_rate(threads: int, laps: int = 24) -> float:
    """GFLOP/s of the matrix kernel in float32 at a size that suits it, in threads side by side."""
    own = _PRODUCT(library("float32").product)
    left = np.ones((threads, ROWS, STEPS), np.float32)
    right = np.ones(STEPS * COLUMNS, np.float32)  # packed or not, ones are ones
    result = np.empty((threads, ROWS, COLUMNS), np.float32)

    def lap(number: int) -> None:
        own(
            left[number].ctypes.data, STEPS * 4, 4, right.ctypes.data,
            result[number].ctypes.data, COLUMNS * 4, ROWS, STEPS, COLUMNS, 0,
        )  # fmt: skip

    best = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(laps):
            start = time.perf_counter()
            list(pool.map(lap, range(threads)))
            best = min(best, time.perf_counter() - start)
    return 2 * threads * ROWS * STEPS * COLUMNS / best / 1e9
