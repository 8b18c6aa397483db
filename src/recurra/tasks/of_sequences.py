"""What tasks on whole sequences have in common: parts, scaling, batches, vectors for tokens."""

from __future__ import annotations  # torch is loaded where it computes

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from recurra.data import Parts, Sequences, fingerprint
from recurra.data.leakage import audit_sequences, sentences, serious
from recurra.data.scale import fit_sequences
from recurra.records import DataSummary
from recurra.tasks import given
from recurra.tasks.given import GivenSequences
from recurra.tasks.prediction import decoded
from recurra.tasks.task import PARTS, Blocks, number_type
from recurra.words import Text

if TYPE_CHECKING:
    import torch
    from torch import nn

    from recurra.nn.batch import Batch
    from recurra.tasks.examples import Examples

EMBEDDING = 50  # numbers that stand for a token


class OfSequences(ABC):
    """Scaled sequences with a target each, by part.

    Tokens stay integers [T,B], numbers are scaled [T,B,channels] of `dtype`. A member says what
    the target of a sequence is.
    """

    name: str
    forest = None
    every = False

    def __init__(
        self, data: Sequences, parts: Parts, embedding: int, dtype: torch.dtype | str | None
    ) -> None:
        self.data, self.parts, self._dtype = data, parts, dtype
        self.index = {part: parts[part] for part in PARTS}
        self.input_size = embedding if data.tokens else len(data.channels)
        self.scaler = fit_sequences(data, parts.train)
        self._kept: dict[str, tuple[Examples, torch.Tensor]] = {}
        self._in_order: tuple[tuple[str, int], list[Batch]] | None = None

    @property
    def dtype(self) -> torch.dtype:
        """The type of what networks get."""
        return number_type(self._dtype)

    @abstractmethod
    def targets(self, part: str) -> torch.Tensor:
        """What the loss wants of a part's examples, in the order of `index[part]`."""

    def front(self, generator: torch.Generator | None = None) -> nn.Module | None:
        """New vectors for tokens; None where inputs are numbers."""
        if not self.data.tokens:
            return None
        from recurra.nn.embedding import Embedding

        return Embedding(self.data.tokens, self.input_size, generator=generator)

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All examples of a part once: shuffled by (seed, epoch) alone, or in order without."""
        from recurra.tasks.examples import cut

        examples, _ = self._part(part)
        if seed is None:
            return self._batches(part, cut(np.arange(len(examples)), batch_size))
        return self._batches(part, examples.shuffled(batch_size, seed, epoch))

    def _recorded(self) -> dict[str, Any]:
        """How recordings were read, as a fact; nothing of other data."""
        return {} if self.data.recorded is None else {"recorded": asdict(self.data.recorded)}

    @cached_property
    def fingerprint(self) -> str:
        """Of the data, before they are split."""
        return fingerprint(self.data)

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        return -(-len(self.index[part]) // batch_size)

    def sequences(self, part: str) -> list[np.ndarray]:
        """The sequences of a part, each [T,channels], scaled as the networks get them."""
        return self.given(part).sequences

    def given(self, part: str) -> GivenSequences:
        """What a fitted model is given of a part."""
        return given.sequences(self.data, self.scaler, self.index[part])

    def blocks(self, part: str) -> Blocks:
        """Examples do not depend on each other, but for those of one engine, person or recording:
        whole groups are drawn, or long stretches of them where there are few."""
        if self.data.groups is None:
            return Blocks()
        _, group, sizes = np.unique(
            self.data.groups[self.index[part]], return_inverse=True, return_counts=True
        )
        return Blocks(int(sizes.max()), group) if sizes.max() > 1 else Blocks()

    def _table_facts(self) -> dict[str, Any]:
        """How a table became examples, as plain JSON; nothing of other data."""
        return {} if self.data.table is None else {"table": self.data.table.to_dict()}

    def _decoded(self, model: nn.Module, part: str, batch_size: int) -> np.ndarray:
        """The head's answers [N,...] in the order of the part, computed shortest first."""
        examples, _ = self._part(part)
        if self._in_order is None or self._in_order[0] != (part, batch_size):
            batches = list(self._batches(part, examples.by_length(batch_size)))
            # Kept, as a training looks at one part many times; of one part, to spare memory.
            self._in_order = (part, batch_size), batches
        return decoded(model, self._in_order[1], len(examples))

    def _summary(self, inferred: tuple[Text, ...], **own: Any) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        audit = audit_sequences(self.data, self.parts, self.scaler)
        lengths = self.data.lengths()
        return DataSummary(
            name=self.data.name,
            task=self.name,
            fingerprint=self.fingerprint,
            counts={part: len(self.index[part]) for part in PARTS},
            channels=self.data.channels,
            lengths=(int(lengths.min()), int(np.median(lengths)), int(lengths.max())),
            inferred=inferred,
            cleaned=self.data.cleaned,
            split=(*self.parts.sentences, *sentences(audit)),
            leaks=serious(audit),
            **own,
        )

    def _part(self, part: str) -> tuple[Examples, torch.Tensor]:
        if part not in self._kept:
            self._kept[part] = self.given(part).examples(self.dtype), self.targets(part)
        return self._kept[part]

    def _batches(self, part: str, numbers: list[np.ndarray]) -> Iterator[Batch]:
        import torch

        from recurra.nn.batch import Batch

        examples, targets = self._part(part)
        for chosen in numbers:
            x, lengths = examples.take(chosen)
            index = torch.from_numpy(chosen)
            yield Batch(x[:, :, 0] if self.data.tokens else x, lengths, targets[index], None, index)
