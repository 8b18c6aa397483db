"""The sequences of each part as batches: what tasks on whole sequences have in common."""

from collections.abc import Iterator, Mapping
from typing import final

import numpy as np
import torch
from torch import nn

from recurra.data import Scaler, Sequences
from recurra.nn.batch import Batch
from recurra.tasks.examples import Examples, cut
from recurra.tasks.prediction import decoded


@final
class SequenceParts:
    """Scaled sequences with a target each, by part.

    `targets[part]` is a tensor whose first axis counts the examples of the part, in the order of
    `index[part]`; tokens stay integers [T,B], numbers are scaled [T,B,channels] of `dtype`.
    """

    def __init__(
        self,
        data: Sequences,
        index: Mapping[str, np.ndarray],
        scaler: Scaler,
        targets: Mapping[str, torch.Tensor],
        dtype: torch.dtype,
    ) -> None:
        self.data, self.index, self.scaler, self.targets = data, index, scaler, targets
        self.dtype = torch.int64 if data.tokens else dtype
        self._examples: dict[str, Examples] = {}
        self._in_order: tuple[tuple[str, int], list[Batch]] | None = None

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All examples of a part once: shuffled by (seed, epoch) alone, or in order without."""
        examples = self._part(part)
        if seed is None:
            return self._batches(part, cut(np.arange(len(examples)), batch_size))
        return self._batches(part, examples.shuffled(batch_size, seed, epoch))

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        return -(-len(self.index[part]) // batch_size)

    def sequences(self, part: str) -> list[np.ndarray]:
        """The sequences of a part, each [T,channels], scaled as the networks get them."""
        steps, lengths = self._values(part)
        return np.split(steps, np.cumsum(lengths)[:-1])

    def decoded(self, model: nn.Module, part: str, batch_size: int) -> np.ndarray:
        """The head's answers [N,...] in the order of the part, computed shortest first."""
        examples = self._part(part)
        if self._in_order is None or self._in_order[0] != (part, batch_size):
            batches = list(self._batches(part, examples.by_length(batch_size)))
            # Kept, as a training looks at one part many times; of one part, to spare memory.
            self._in_order = (part, batch_size), batches
        return decoded(model, self._in_order[1], len(examples))

    def _part(self, part: str) -> Examples:
        if part not in self._examples:
            self._examples[part] = Examples(*self._values(part), self.dtype)
        return self._examples[part]

    def _values(self, part: str) -> tuple[np.ndarray, np.ndarray]:
        """The scaled steps of all sequences of a part, one after the other, and the lengths."""
        index = self.index[part]
        lengths = self.data.lengths()[index]
        if (lengths == lengths[0]).all():
            x, _ = self.data.batch(index)
            steps = x.transpose(1, 0, 2).reshape(-1, x.shape[2])
        else:
            steps = np.concatenate([self.data.x[k] for k in index])
        return (steps if self.scaler.kind == "none" else self.scaler.apply(steps)), lengths

    def _batches(self, part: str, numbers: list[np.ndarray]) -> Iterator[Batch]:
        examples, targets = self._part(part), self.targets[part]
        for chosen in numbers:
            x, lengths = examples.take(chosen)
            index = torch.from_numpy(chosen)
            yield Batch(x[:, :, 0] if self.data.tokens else x, lengths, targets[index], None, index)
