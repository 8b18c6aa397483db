"""A pass over a sequence as one call: a list of kernels with their tables, run by compiled code.

A table holds integers: numbers, and addresses as an offset to one of a few bases (inputs, outputs,
workspaces), which differ from call to call. A program is made once for given sizes; a call brings
the bases, the compiled code adds them to the tables and runs one kernel after the other, each over
its whole range or cut into slices, one a thread.
"""

import ctypes
import functools
from array import array
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, ClassVar

import numba
import numpy as np

from recurra.compiler.backends.numba.machine import cache, threads
from recurra.compiler.backends.numba.machine.memory import Arena
from recurra.compiler.backends.numba.machine.processor import BYTES, this_machine

RUN = '''"""Runs programs."""

from numba import cfunc

from recurra.compiler.backends.numba.machine.threads import call, put_word
from recurra.compiler.backends.numba.machine.vector import word

STAGE = 6  # words: kernel, first word of its table, range, smallest slice, cuts or 0, their number
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")


@kernel
def alone(header, bases, table):
    """All stages, each over its whole range."""
    words, values, which = word(header, 0), word(header, 1), word(header, 2)
    for k in range(words):
        put_word(table, k, word(values, k) + word(bases, word(which, k)))
    stages, program = word(header, 3), word(header, 4)
    for stage in range(stages):
        here = program + stage * STAGE * 8
        call(word(here, 0), table + word(here, 1) * 8, 0, word(here, 2))
'''

TOGETHER = '''"""Runs programs in several threads."""

from numba import njit, prange

from recurra.compiler.backends.numba.machine.threads import call, put_word
from recurra.compiler.backends.numba.machine.vector import word

STAGE = 6


@njit("void(int64, int64, int64, int64)", parallel=True, cache=True, nogil=True,
      error_model="numpy")
def together(header, bases, table, threads):
    """All stages, each cut into slices where that is worth it, one stage after the other."""
    words, values, which = word(header, 0), word(header, 1), word(header, 2)
    for k in range(words):
        put_word(table, k, word(values, k) + word(bases, word(which, k)))
    stages, program = word(header, 3), word(header, 4)
    for stage in range(stages):
        here = program + stage * STAGE * 8
        total, least, cuts, parts = word(here, 2), word(here, 3), word(here, 4), word(here, 5)
        blocks = 0 if least == 0 else (total + least - 1) // least
        if cuts == 0:
            parts = min(threads, blocks)
        if parts <= 1:
            call(word(here, 0), table + word(here, 1) * 8, 0, total)
        else:
            for part in prange(parts):
                if cuts == 0:
                    first = min(total, least * (blocks * part // parts))
                    last = min(total, least * (blocks * (part + 1) // parts))
                else:
                    first, last = word(cuts, part), word(cuts, part + 1)
                call(word(here, 0), table + word(here, 1) * 8, first, last)
'''

MOVES = '''"""Copies of {dtype} that depend on no cell."""

from numba import cfunc

from recurra.compiler.backends.numba.machine.vector import memory, word

load, store, spread, spread_at, total = memory("{dtype}", {lanes})
number_at, put_number, number, _, _ = memory("{dtype}", 1)
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")


@kernel
def copy(table, first, last):
    """Rows first..last: `units` numbers of a row of the source, then zeros up to `width`.

    Rows of source and target may be picked by lists of their numbers (0: as they come).
    """
    source, source_row, target, target_row = (
        word(table, 0), word(table, 1), word(table, 2), word(table, 3)
    )
    units, width, sources, targets = (
        word(table, 4), word(table, 5), word(table, 6), word(table, 7)
    )
    whole = units * ITEM // VECTOR * VECTOR
    for row in range(first, last):
        start = source + (word(sources, row) if sources != 0 else row) * source_row
        place = target + (word(targets, row) if targets != 0 else row) * target_row
        # zeros first: whole vectors up to the end, over which the numbers are written then
        zeros = units * ITEM if width * ITEM < VECTOR else width * ITEM - VECTOR
        if width > units and width * ITEM >= VECTOR:
            for at in range(whole, zeros, VECTOR):
                store(place + at, spread(0.0))
            store(place + zeros, spread(0.0))
        for at in range(0, whole, VECTOR):
            store(place + at, load(start + at))
        if whole > 0 and whole < units * ITEM:  # the last vector begins inside the one before
            store(place + units * ITEM - VECTOR, load(start + units * ITEM - VECTOR))
        elif whole == 0:
            for at in range(0, units * ITEM, ITEM):
                put_number(place + at, number_at(start + at))
            if width * ITEM < VECTOR:
                for at in range(units * ITEM, width * ITEM, ITEM):
                    put_number(place + at, number(0.0))


@kernel
def grow(table, first, last):
    """target[first..last] += source; with `single` the one target gathers all of them."""
    source, target, single = word(table, 0), word(table, 1), word(table, 2)
    for unit in range(first, last):
        at = target if single != 0 else target + unit * ITEM
        put_number(at, number_at(at) + number_at(source + unit * ITEM))
'''
ROWS, CUTS = -1, -1  # in a stage: the number of rows and their cuts, given at launch
Extents = tuple[Sequence[int], np.ndarray | None]  # counts of rows (ROWS, ROWS - 1, ...), and cuts
WORTH = 30_000  # numbers to touch below which a stage is not cut
_ALONE = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)


class Program:
    """Stages and their tables, while they are collected and when they are run."""

    # runs programs in place of `run`, see `profile.watched`; not those launched with extents
    observer: "ClassVar[Callable[[Program, Sequence[int], int], None] | None]" = None

    def __init__(self) -> None:
        self.values: list[int] = []
        self.which: list[int] = []
        self.stages: list[tuple[int, int, int, int, int, int]] = []
        self.marked = 0
        self.keep: list[np.ndarray] = []  # what tables hold the addresses of

    def fixed(self, numbers: np.ndarray) -> int:
        """The address of integers that live as long as the program."""
        integers = np.ascontiguousarray(numbers, dtype=np.int64)
        self.keep.append(integers)
        return int(integers.ctypes.data)

    def add(
        self, kernel: int, table: Sequence[Any], total: int, least: int = 1, work: int = 0,
        cut: bool = False,
    ) -> None:  # fmt: skip
        """Run a kernel over 0..total, in slices of multiples of `least`, or with `cut` between the
        cuts that `run` is given; totals of ROWS, ROWS - 1, ... are counts that it is given.

        A word of the table is a number, or a base and an offset. `work` says about how many
        numbers are touched: it decides what is worth several threads and changes no result; a stage
        of 0 is never cut.
        """
        first = len(self.values)
        self.which += [word[0] if type(word) is tuple else 0 for word in table]
        self.values += [word[1] if type(word) is tuple else word for word in table]
        if work < WORTH:
            self.stages.append((kernel, first, total, 0, 0, 0))
        else:
            self.stages.append((kernel, first, total, least, CUTS if cut else 0, 0))

    def mark(self) -> None:
        """A run may leave out the stages before this one, where they were run before."""
        self.marked = len(self.stages)

    def finish(self, scratch: Arena) -> None:
        """After the last stage: what the compiled code reads, and memory for its table."""
        self.table = scratch.add(8 * len(self.values))
        stages = np.array(self.stages, dtype=np.int64).reshape(-1, 6)
        self.words = [
            len(self.values), self.fixed(np.array(self.values)), self.fixed(np.array(self.which)),
        ]  # fmt: skip
        self.parts = (stages, stages[self.marked :])
        self.counted = [np.flatnonzero(part[:, 2] < 0) for part in self.parts]
        self.cut = [np.flatnonzero(part[:, 4] == CUTS) for part in self.parts]
        self.header, self.short = (
            self.fixed(np.array([*self.words, len(part), self.fixed(part)])) for part in self.parts
        )
        self.alone = _alone()
        self.wide = any(stage[3] for stage in self.stages)

    def _with_extents(self, again: bool, extents: Extents) -> tuple[np.ndarray, np.ndarray]:
        """Header and stages with the extents of a call filled in."""
        counts, cuts = extents
        stages, counted, cut = self.parts[again].copy(), self.counted[again], self.cut[again]
        stages[counted, 2] = np.array(counts)[ROWS - stages[counted, 2]]
        if cuts is not None:
            stages[cut, 4], stages[cut, 5] = cuts.ctypes.data, len(cuts) - 1
        return np.array([*self.words, len(stages), stages.ctypes.data]), stages

    def run(
        self, bases: Sequence[int], scratch: int, again: bool = False,
        varying: Extents | None = None, wide: bool = True,
    ) -> None:  # fmt: skip
        """All stages, or again those after the mark.

        `scratch` is the address of the arena that `finish` was given, `varying` the extents that
        the program is launched with; without `wide` everything runs in one thread.
        """
        if Program.observer is not None and varying is None and not again:
            Program.observer(self, bases, scratch)
            return
        header = self.short if again else self.header
        if varying is not None:
            launched, _stages = self._with_extents(again, varying)
            header = int(launched.ctypes.data)
        held = array("q", bases)
        address = held.buffer_info()[0]
        count = threads.threads() if self.wide and wide else 1
        if count == 1:
            self.alone(header, address, scratch + self.table)
            return
        together = _together()  # first, as it chooses the layer
        before = numba.get_num_threads()
        numba.set_num_threads(count)
        try:
            together(header, address, scratch + self.table, count)
        finally:
            numba.set_num_threads(before)


@functools.cache
def _alone() -> Any:
    return _ALONE(int(cache.module("program", RUN).alone.address))


@functools.cache
def _together() -> Any:
    threads.choose_layer()
    return cache.module("programs", TOGETHER).together


@functools.cache
def moves(dtype: str) -> tuple[int, int]:
    """The addresses of `copy` and `grow` for a dtype."""
    made = _moves(dtype)
    return int(made.copy.address), int(made.grow.address)


def _moves(dtype: str) -> ModuleType:
    machine = this_machine()
    text = MOVES.format(
        dtype=dtype, lanes=machine.lanes(dtype), item=BYTES[dtype], vector=machine.vector_bytes
    )
    return cache.module(f"moves_{dtype}", text)
