"""Sequences of one part, kept so that a batch costs one indexing operation."""

from typing import final

import numpy as np
import torch
from torch import Tensor

# Sequences are grouped by length where the longest is over this many times the shortest ...
RAGGED = 1.25
# ... within pools of this many batches, so that an epoch's batches stay mixed.
POOL = 32
# Where all lengths are equal and a step has at least so many bytes (a line of the cache), sequences
# are kept step by step, as batches want them: a batch is copied once and not twice.
LINE = 64


@final
class Examples:
    """All sequences of a part, one after the other in one tensor [sum of lengths, I].

    `values` are the steps of all sequences, `lengths` [N] int64 where to cut them; `starts` [N]
    where each begins, if they overlap or lie in another order.

    >>> examples = Examples(np.array([[1.0], [1.0], [2.0], [2.0], [2.0]]), np.array([2, 3]))
    >>> x, lengths = examples.take(np.array([0, 1]))
    >>> x[:, :, 0].T.tolist(), lengths.tolist()
    ([[1.0, 1.0, 0.0], [2.0, 2.0, 2.0]], [2, 3])
    """

    def __init__(
        self,
        values: np.ndarray,
        lengths: np.ndarray,
        dtype: torch.dtype = torch.float32,
        starts: np.ndarray | None = None,
    ) -> None:
        self.values = torch.from_numpy(values).to(dtype)
        self.lengths = torch.from_numpy(lengths)
        self.in_a_row = starts is None
        self.starts = torch.from_numpy(np.cumsum(lengths) - lengths if starts is None else starts)
        self.equal = bool((lengths == lengths[0]).all())
        self.by_step = (
            self.in_a_row and self.equal and self.values.shape[1] * self.values.itemsize >= LINE
        )
        if self.by_step:
            stacked = self.values.view(len(lengths), -1, self.values.shape[1])
            self.values = stacked.transpose(0, 1).contiguous()  # [T,N,I]
        # lengths differ so much that padding a mixed batch would waste work
        self.ragged = bool(lengths.max() > RAGGED * lengths.min())

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, numbers: np.ndarray) -> tuple[Tensor, Tensor | None]:
        """Examples of these numbers: x [T,B,I] and their lengths (None where all are equal)."""
        index = torch.from_numpy(numbers)
        if self.by_step:
            return self.values.index_select(1, index), None
        if self.equal and self.in_a_row:
            stacked = self.values.view(len(self), -1, self.values.shape[1])
            return stacked.index_select(0, index).transpose(0, 1).contiguous(), None
        lengths = self.lengths[index]
        steps = torch.arange(int(lengths.max()))[:, None]
        where = self.starts[index] + torch.minimum(steps, lengths - 1)
        x = self.values.index_select(0, where.flatten()).view(*where.shape, -1)
        if self.equal:
            return x, None
        return x.masked_fill_((steps >= lengths)[:, :, None], 0.0), lengths

    def shuffled(self, batch_size: int, seed: int, epoch: int) -> list[np.ndarray]:
        """Numbers of each batch of an epoch: a function of (seed, epoch) and nothing else."""
        generator = np.random.default_rng([seed, epoch])
        order = generator.permutation(len(self))
        if not self.ragged:
            return cut(order, batch_size)
        lengths = self.lengths.numpy()
        pools = cut(order, POOL * batch_size)
        batches = [
            batch
            for pool in pools
            for batch in cut(pool[np.argsort(lengths[pool], kind="stable")], batch_size)
        ]
        return [batches[k] for k in generator.permutation(len(batches))]

    def by_length(self, batch_size: int) -> list[np.ndarray]:
        """Numbers of each batch, shortest first, so that padding is least."""
        return cut(np.argsort(self.lengths.numpy(), kind="stable"), batch_size)


def cut(numbers: np.ndarray, size: int) -> list[np.ndarray]:
    """Consecutive pieces of `size`, the last one what is left.

    >>> [piece.tolist() for piece in cut(np.arange(5), 2)]
    [[0, 1], [2, 3], [4]]
    """
    return [numbers[k : k + size] for k in range(0, len(numbers), size)]
