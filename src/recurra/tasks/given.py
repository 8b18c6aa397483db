"""What a fitted model is given, of whatever data: scaled sequences, windows of series, trees.

Networks take them in batches, baselines as arrays; both see the same numbers, of a task's own
parts as of new data.
"""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, final

import numpy as np

from recurra.data import Scaler, Sequences, Trees
from recurra.data.sequences import Cuts
from recurra.data.series import Group, together

if TYPE_CHECKING:
    import torch

    from recurra.nn.batch import Batch
    from recurra.tasks.examples import Examples

BATCH = 256


class Given(Protocol):
    """Some examples, ready for a model."""

    def __len__(self) -> int:
        """How many examples there are."""
        ...

    def head(self, count: int) -> Given:
        """The first examples."""
        ...

    def take(self, index: np.ndarray) -> Given:
        """Some examples, in this order."""
        ...

    def batches(self, dtype: torch.dtype) -> Iterator[Batch]:
        """All of them, numbers as `dtype`; `Batch.index` says which."""
        ...


@final
@dataclass(frozen=True, eq=False)
class GivenSequences:
    """Scaled sequences: their steps one after another [sum of lengths, channels], and lengths [N].

    `tokens`: how many different ones there are, where they are tokens; else 0. `starts` [N]: where
    each begins, of pieces that share their steps; else None.
    """

    steps: np.ndarray
    lengths: np.ndarray
    tokens: int = 0
    starts: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    def head(self, count: int) -> GivenSequences:
        """The first examples."""
        if self.starts is not None:
            return self.take(np.arange(min(count, len(self))))
        lengths = self.lengths[:count]
        return GivenSequences(self.steps[: lengths.sum()], lengths, self.tokens)

    def take(self, index: np.ndarray) -> GivenSequences:
        """Some examples, in this order."""
        if self.starts is not None:
            return replace(self, lengths=self.lengths[index], starts=self.starts[index])
        steps = np.concatenate([self.sequences[int(k)] for k in index])
        return GivenSequences(steps, self.lengths[index], self.tokens)

    @cached_property
    def sequences(self) -> list[np.ndarray]:
        """Each [T,channels]."""
        if self.starts is not None:
            both = zip(self.starts.tolist(), self.lengths.tolist(), strict=True)
            return [self.steps[first : first + length] for first, length in both]
        return np.split(self.steps, np.cumsum(self.lengths)[:-1])

    def examples(self, dtype: torch.dtype) -> Examples:
        """As batches are taken from them; numbers as `dtype`."""
        import torch

        from recurra.tasks.examples import Examples

        kind = torch.int64 if self.tokens else dtype
        return Examples(self.steps, self.lengths, kind, self.starts)

    def batches(self, dtype: torch.dtype) -> Iterator[Batch]:
        """Shortest first, which pads least."""
        import torch

        from recurra.nn.batch import Batch

        examples = self.examples(dtype)
        for chosen in examples.by_length(BATCH):
            x, lengths = examples.take(chosen)
            index = torch.from_numpy(chosen)
            yield Batch(x[:, :, 0] if self.tokens else x, lengths, None, None, index)


def sequences(data: Sequences, scaler: Scaler, index: np.ndarray | None = None) -> GivenSequences:
    """Sequences of some data (by default all), scaled as the networks get them."""
    index = np.arange(len(data)) if index is None else index
    if isinstance(data.x, Cuts) and not scaler.changes:
        return _of_cuts(data.x, scaler, index)
    lengths = data.lengths()[index]
    if scaler.changes:
        steps = np.concatenate([scaler.changed(data.x[int(k)]) for k in index])
    elif (lengths == lengths[0]).all():
        x, _ = data.batch(index)
        steps = x.transpose(1, 0, 2).reshape(-1, x.shape[2])
    else:
        steps = np.concatenate([data.x[int(k)] for k in index])
    scaled = steps if scaler.kind == "none" else scaler.apply(steps)
    if not data.tokens:
        scaled = scaled.astype(np.float32, copy=False)
    return GivenSequences(scaled, lengths, data.tokens)


def _of_cuts(cuts: Cuts, scaler: Scaler, index: np.ndarray) -> GivenSequences:
    """Pieces that share their rows, of which only those that are needed are kept."""
    needed = cuts.covered(index)
    place = np.cumsum(needed) - 1  # of a row among those that are kept
    first, last = cuts.first[index], cuts.last[index]
    return GivenSequences(scaler.apply(cuts.values[needed]), last - first, 0, place[first])


@final
@dataclass(frozen=True, eq=False)
class GivenTrees:
    """Trees; who knows no trees takes their sentences, [T,1] numbers of words."""

    data: Trees

    def __len__(self) -> int:
        return len(self.data)

    def head(self, count: int) -> GivenTrees:
        """The first examples."""
        return self.take(np.arange(count))

    def take(self, index: np.ndarray) -> GivenTrees:
        """Some examples, in this order."""
        return GivenTrees(self.data.take(index))

    @property
    def tokens(self) -> int:
        """How many different words there are."""
        return len(self.data.words)

    @cached_property
    def sequences(self) -> list[np.ndarray]:
        """The words of each tree's sentence, [T,1]."""
        return [self.data.sentence(k)[:, None] for k in range(len(self.data))]

    def batches(self, dtype: torch.dtype) -> Iterator[Batch]:
        """Shortest sentence first."""
        import torch

        from recurra.nn import Forest
        from recurra.nn.batch import Batch
        from recurra.tasks.examples import Examples

        own, data = self.sequences, self.data
        lengths = np.array([len(one) for one in own], np.int64)
        examples = Examples(np.concatenate(own), lengths, torch.int64)
        for chosen in examples.by_length(BATCH):
            x, steps = examples.take(chosen)
            trees = Forest.of([(data[int(k)].parent, data[int(k)].token) for k in chosen])
            yield Batch(x[:, :, 0], steps, None, None, torch.from_numpy(chosen), trees)


@final
@dataclass(frozen=True, eq=False)
class GivenWindows:
    """Rows of series, group after group, and the rows at which forecasts begin.

    values: [rows, columns] in the user's units, after the transform; scaled: the same, scaled,
    float32; starts: [groups + 1], where each group begins; keys: of the groups; origins: [N]. A
    forecast knows the rows of its group before its origin, and from its origin on the columns
    `known` alone: what else stands there is not looked at.
    """

    values: np.ndarray
    scaled: np.ndarray
    starts: np.ndarray
    keys: tuple[str, ...]
    origins: np.ndarray
    lookback: int
    horizon: int
    targets: np.ndarray  # numbers of columns
    known: np.ndarray
    scaler: Scaler

    def __len__(self) -> int:
        return len(self.origins)

    def head(self, count: int) -> GivenWindows:
        """The first examples."""
        return replace(self, origins=self.origins[:count])

    def take(self, index: np.ndarray) -> GivenWindows:
        """Some examples, in this order."""
        return replace(self, origins=self.origins[index])

    @property
    def shape(self) -> tuple[int, int]:
        """Of one forecast: (horizon, targets)."""
        return self.horizon, len(self.targets)

    @cached_property
    def actual(self) -> np.ndarray:
        """[rows, targets] in the user's units: do not look past an origin."""
        return self.values[:, self.targets]

    def group(self, where: np.ndarray) -> np.ndarray:
        """[N] int64: the number of each origin's group."""
        return np.searchsorted(self.starts, where, side="right") - 1

    def past(self, where: np.ndarray) -> np.ndarray:
        """[N, lookback, columns] scaled."""
        return self.scaled[where[:, None] + np.arange(-self.lookback, 0)]

    def future(self, where: np.ndarray) -> np.ndarray:
        """[N, horizon, known] scaled."""
        return self.scaled[(where[:, None] + np.arange(self.horizon))[..., None], self.known]

    def unscale(self, y: np.ndarray, where: np.ndarray) -> np.ndarray:
        """[N, horizon, targets] scaled -> float64 in the user's units."""
        rows = np.array([self.scaler.number(key) for key in self.keys])[self.group(where)]

        def before(count: int) -> np.ndarray:
            return self.actual[where[:, None] + np.arange(-count, 0)]

        return self.scaler.forecasts(y, rows, self.targets, before)

    def batches(self, dtype: torch.dtype) -> Iterator[Batch]:
        """In order."""
        import torch

        from recurra.nn.batch import Batch
        from recurra.tasks.examples import cut

        for number in cut(np.arange(len(self)), BATCH):
            where = self.origins[number]
            past = torch.from_numpy(np.ascontiguousarray(self.past(where).swapaxes(0, 1)))
            future = torch.from_numpy(self.future(where)).to(dtype) if len(self.known) else None
            yield Batch(past.to(dtype), None, None, future, torch.from_numpy(number))


def laid(
    groups: Sequence[Group], scaler: Scaler
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[str, ...]]:
    """Groups one after another: values, scaled values, where each begins, keys."""
    values = together([g.values for g in groups])
    scaled = together([scaler.rows(g.values, scaler.number(g.key)) for g in groups])
    return values, scaled, np.cumsum([0, *(len(g) for g in groups)]), tuple(g.key for g in groups)
