"""How sequences of different lengths lie in rows without padding.

Sequences are sorted by length, longest first; then the sequences that still run at a step are the
first ones, and their rows of all steps follow each other: all of step 0, all of step 1 and so on.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba_memory import taken
from recurra.compiler.backends.numba_threads import even_cuts, threads


@dataclass(frozen=True)
class Segment:
    """Rows whose step before lies in adjacent rows, too."""

    first: int
    before: int  # the first of the rows of the step before; -1: the starting states
    count: int


@dataclass(frozen=True)
class Rows:
    """The order of rows of a batch."""

    steps: int
    batch: int
    lengths: np.ndarray | None  # sorted, longest first; None: all have all steps
    order: Tensor | None  # which sequence each sorted one is

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
        return int(self.offsets[-1])

    @cached_property
    def index(self) -> Tensor:
        """Where each row lies in [T * B]."""
        assert self.order is not None
        parts = [t * self.batch + self.order[:n] for t, n in enumerate(self.running.tolist())]
        return torch.cat(parts)

    @cached_property
    def last(self) -> Tensor:
        """The row of each sorted sequence's last step."""
        lengths = np.full(self.batch, self.steps) if self.lengths is None else self.lengths
        return torch.from_numpy(self.offsets[lengths - 1] + np.arange(self.batch))

    @cached_property
    def segments(self) -> list[Segment]:
        """All rows with those of the step before."""
        running, offsets = self.running.tolist(), self.offsets.tolist()
        found = [Segment(0, -1, running[0])]
        begin = 1
        for t in range(1, self.steps):
            if t + 1 == self.steps or running[t] != running[t - 1]:
                count = offsets[t + 1] - offsets[begin]
                if count:
                    found.append(Segment(offsets[begin], offsets[begin - 1], count))
                begin = t + 1
        return found

    def cuts(self) -> list[int]:
        """Slices of the batch with about the same number of rows, one for each thread."""
        if self.lengths is None:
            return even_cuts(self.batch)
        work = np.concatenate([[0], np.cumsum(self.lengths)])
        parts = max(1, min(threads(), self.batch))
        targets = work[-1] * np.arange(1, parts) / parts
        inner = np.searchsorted(work, targets).tolist()
        return sorted({0, *inner, self.batch})

    def sorted(self, x: Tensor) -> Tensor:
        """A tensor [B, ...] in the sorted order."""
        return x if self.order is None else x[self.order]

    def unsorted(self, x: Tensor) -> Tensor:
        """A tensor in sorted order in the order given."""
        if self.order is None:
            return x
        result = torch.empty_like(x)
        result[self.order] = x
        return result

    def gathered(self, x: Tensor, width: int) -> Tensor:
        """[T, B, units] as rows of a width."""
        flat = x.reshape(self.steps * self.batch, x.shape[2])
        if self.order is None and x.shape[2] == width and flat.stride(1) == 1:
            return flat
        rows = taken(str(x.dtype).removeprefix("torch."), self.count, width)
        rows[:, x.shape[2] :] = 0
        rows[:, : x.shape[2]] = flat if self.order is None else flat[self.index]
        return rows

    def spread(self, rows: Tensor, units: int) -> Tensor:
        """Rows as [T, B, units], zero beyond each sequence's end."""
        shape = (self.steps, self.batch, units)
        if self.order is None:
            return rows[: self.count, :units].reshape(shape)
        result = rows.new_zeros(self.steps * self.batch, units)
        result[self.index] = rows[: self.count, :units]
        return result.view(shape)


def rows_of(steps: int, batch: int, lengths: Tensor | None) -> Rows:
    """The order of rows for lengths."""
    if lengths is None or int(lengths.min()) == steps:
        return Rows(steps, batch, None, None)
    ordered, order = torch.sort(lengths, descending=True, stable=True)
    return Rows(steps, batch, ordered.numpy(), order)
