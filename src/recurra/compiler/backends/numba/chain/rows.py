"""How sequences of different lengths lie in rows without padding.

Sequences are sorted by length, longest first; then the sequences that still run at a step are the
first ones, and their rows of all steps follow each other: all of step 0, all of step 1 and so on.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba.machine.threads import threads
from recurra.compiler.backends.numba.program.program import Extents

# what programs are given at each call where lengths differ, see `Rows.words`
VARYING = ("count", "offsets", "index", "order", "before", "last", "last_half")


@dataclass(frozen=True)
class Rows:
    """The order of rows of a batch."""

    steps: int
    batch: int
    lengths: np.ndarray | None = None  # sorted, longest first; None: all have all steps
    order: np.ndarray | None = None  # which sequence each sorted one is
    given: Tensor | None = None  # the lengths as they came
    wide: int = 0  # sequences of the whole batch, where some have ended before

    @property
    def across(self) -> int:
        """Sequences of the whole batch."""
        return self.wide or self.batch

    def part(self, first: int, steps: int) -> "Rows":
        """Steps from `first` on of the sequences that run then."""
        steps = min(steps, self.steps - first)
        if self.lengths is None or self.order is None:
            return Rows(steps, self.batch)
        left = np.minimum(self.lengths - first, steps)
        count = int(np.count_nonzero(left > 0))
        return Rows(steps, count, left[:count], self.order[:count], None, self.across)

    @cached_property
    def running(self) -> np.ndarray:
        """How many sequences run at each step."""
        if self.lengths is None:
            return np.full(self.steps, self.batch, dtype=np.int64)
        return np.searchsorted(-self.lengths, -np.arange(self.steps), side="left")

    @cached_property
    def offsets(self) -> np.ndarray:
        """The first row of each step, and the number of all rows."""
        return np.concatenate([[0], np.cumsum(self.running)]).astype(np.int64)

    @property
    def count(self) -> int:
        """Number of rows."""
        return self.steps * self.batch if self.lengths is None else int(self.offsets[-1])

    @property
    def most(self) -> int:
        """Number of rows if no sequence ended before the last step: memory is taken for so many."""
        return self.steps * self.batch

    @cached_property
    def index(self) -> np.ndarray:
        """Where each row lies in [T * B]; only where lengths differ."""
        assert self.order is not None
        step = np.repeat(np.arange(self.steps), self.running)
        return step * self.across + self.order[np.arange(self.count) - self.offsets[step]]

    @cached_property
    def before(self) -> np.ndarray:
        """The row of the step before of each row; at the first step the row itself."""
        running = self.running
        return np.arange(self.count) - np.repeat(np.append(0, running[:-1]), running)

    @cached_property
    def last(self) -> np.ndarray:
        """The row of each sorted sequence's last step; only where lengths differ."""
        assert self.lengths is not None
        return self.offsets[self.lengths - 1] + np.arange(self.batch)

    @cached_property
    def last_half(self) -> np.ndarray:
        """The same in a buffer that carries the rows of two steps."""
        assert self.lengths is not None
        return (self.lengths - 1 & 1) * self.batch + np.arange(self.batch)

    @cached_property
    def words(self) -> list[int]:
        """The number of rows and the addresses of the lists, in the order of VARYING;
        only where lengths differ."""
        assert self.order is not None
        lists = (self.offsets, self.index, self.order, self.before, self.last, self.last_half)
        assert all(x.dtype == np.int64 and x.flags.c_contiguous for x in lists)
        return [self.count, *(int(x.ctypes.data) for x in lists)]

    @property
    def runtime(self) -> list[int]:
        """The further bases of a program for sequences of different lengths."""
        return [] if self.lengths is None else self.words

    @property
    def varying(self) -> Extents | None:
        """What a program is launched with at each call: how many rows, how to cut them."""
        return None if self.cuts is None else ((self.count,), self.cuts)

    @cached_property
    def cuts(self) -> np.ndarray | None:
        """Slices of the batch with about the same number of rows, one for each thread of now.

        None where all sequences are alike: any cut is as good as another.
        """
        if self.lengths is None:
            return None
        work = np.concatenate([[0], np.cumsum(self.lengths)])
        parts = max(1, min(threads(), self.batch))
        targets = work[-1] * np.arange(1, parts) / parts
        inner = np.searchsorted(work, targets).tolist()
        return np.array(sorted({0, *inner, self.batch}), dtype=np.int64)


def rows_of(steps: int, batch: int, lengths: Tensor | None) -> Rows:
    """The order of rows for lengths."""
    if lengths is None or int(lengths.min()) == steps:
        return Rows(steps, batch)
    ordered, order = torch.sort(lengths, descending=True, stable=True)
    return Rows(steps, batch, ordered.numpy(), order.numpy(), lengths)
