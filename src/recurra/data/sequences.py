"""Labelled sequences: what every source of examples for classification is read into."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np

from recurra.data.facts import ExampleFacts
from recurra.data.prepare.plan import Plan
from recurra.data.recorded import Recorded
from recurra.errors import DataError
from recurra.words import Text, say

TRAIN, VALIDATION, TEST = 0, 1, 2
_GOLDEN, _ROOT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True, eq=False)
class Named:
    """What examples are called in a table of answers: names of columns, and a row for each."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


@dataclass(frozen=True, eq=False)
class Sequences:
    """N labelled sequences.

    x: N arrays [T, channels] of floats, as exact as they are known: they become float32 when they
    are centred and scaled. An image set makes them when they are asked for.
    tokens: where above 0, x is [T, 1] int64 with numbers below it that stand for words or symbols.
    y: [N] int64, index into `classes`; -1 where the label is not known (prediction time).
    targets: names of values to be predicted instead of a class; then y is [N, targets] float64.
    groups: [N] which engine, person or other whole each is of, where they must not be in two parts;
    grouped_by: what that is, as the user names it. recordings: [N] which recording each was cut
    from, where several may come from one. table: how a table became examples, for new ones. named:
    what examples are called in answers, where they have names.
    part: [N] int8, 0 train, 1 validation, 2 test, where the source fixes it, else None.
    prepare: what is done to channels, see `recurra.data.prepare.plan`; what changes the data
    themselves is done in x already, changes and scaling are not.
    recorded: how they were made of recordings, where they were.
    unit: the values already lie between 0 and 1, so that no scaler is needed.

    >>> data = Sequences("two", [np.ones((3, 1), "f4"), np.ones((2, 1), "f4")],
    ...                  np.array([0, 1]), ("a", "b"), ("c1",))
    >>> x, lengths = data.batch(np.array([0, 1]))
    >>> x.shape, lengths.tolist(), x[:, 1, 0].tolist()
    ((3, 2, 1), [3, 2], [1.0, 1.0, 0.0])
    """

    name: str
    x: Sequence[np.ndarray]
    y: np.ndarray
    classes: tuple[str, ...]
    channels: tuple[str, ...]
    part: np.ndarray | None = None
    inferred: tuple[Text, ...] = ()
    cleaned: tuple[Text, ...] = ()
    files: tuple[str, ...] = ()
    unit: bool = False
    tokens: int = 0
    targets: tuple[str, ...] = ()
    groups: np.ndarray | None = None
    grouped_by: str = ""
    recordings: np.ndarray | None = None
    prepare: Plan = field(default_factory=dict)
    split: tuple[Text, ...] = ()  # how `part` was made, where reading had to make it
    table: ExampleFacts | None = None
    named: Named | None = None
    recorded: Recorded | None = None

    def __len__(self) -> int:
        return len(self.y)

    def lengths(self) -> np.ndarray:
        """[N] int64: the number of steps of each sequence."""
        if isinstance(self.x, Images):
            return np.full(len(self.x), self.x.shape[0], np.int64)
        if isinstance(self.x, Cuts):
            return np.asarray(self.x.last - self.x.first, np.int64)
        return np.array([len(one) for one in self.x], np.int64)

    def batch(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Time-major x [T, B, channels], zero beyond a length, and lengths [B] int64."""
        if isinstance(self.x, Images):
            x = self.x.take(index).transpose(1, 0, 2)
            return np.ascontiguousarray(x), np.full(len(index), x.shape[0], np.int64)
        chosen = [self.x[i] for i in index]
        lengths = np.array([len(one) for one in chosen], np.int64)
        shape = int(lengths.max(initial=0)), len(chosen), len(self.channels)
        x = np.zeros(shape, np.int64 if self.tokens else _kind(chosen))
        for b, one in enumerate(chosen):
            x[: len(one), b] = one
        return x, lengths


class Cuts(Sequence[np.ndarray]):
    """Pieces of long recordings, which may overlap; they share their rows.

    values: [rows, channels], all recordings one after another; first, last: [N] where each piece
    begins and the row after its end.

    >>> cuts = Cuts(np.arange(4.0)[:, None], np.array([0, 1]), np.array([3, 4]))
    >>> cuts[1].ravel().tolist(), cuts.rows(np.array([1])).ravel().tolist()
    ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    """

    def __init__(self, values: np.ndarray, first: np.ndarray, last: np.ndarray) -> None:
        self.values, self.first, self.last = values, first, last

    def __len__(self) -> int:
        return len(self.first)

    @overload
    def __getitem__(self, i: int) -> np.ndarray: ...

    @overload
    def __getitem__(self, i: slice) -> list[np.ndarray]: ...

    def __getitem__(self, i: int | slice) -> np.ndarray | list[np.ndarray]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        found: np.ndarray = self.values[self.first[i] : self.last[i]]
        return found

    def take(self, index: np.ndarray) -> "Cuts":
        """Some pieces, in this order, of the same rows."""
        return Cuts(self.values, self.first[index], self.last[index])

    def covered(self, index: np.ndarray) -> np.ndarray:
        """[rows] bool: whether a row is in one of these pieces."""
        turns = np.zeros(len(self.values) + 1, np.int64)
        np.add.at(turns, self.first[index], 1)
        np.add.at(turns, self.last[index], -1)
        return np.asarray(np.cumsum(turns)[:-1] > 0)

    def rows(self, index: np.ndarray) -> np.ndarray:
        """The rows of these pieces, each once."""
        found: np.ndarray = self.values[self.covered(index)]
        return found

    def digests(self, index: np.ndarray) -> np.ndarray:
        """[N] uint64, the same for pieces with the same rows, without a look at each row of each.

        With a digest h_t of row t and an odd r, all modulo 2^64: the sum of h_t r^t over a piece,
        divided by r to its first row.
        """
        rows = np.zeros(len(self.values), np.uint64)
        with np.errstate(over="ignore"):
            for column in self.values.T:  # splitmix64, column after column
                rows ^= np.ascontiguousarray(column, np.float64).view(np.uint64) + _GOLDEN
                rows = (rows ^ (rows >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                rows = (rows ^ (rows >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            powers, back = (
                np.cumprod(np.r_[np.uint64(1), np.full(len(rows), r, np.uint64)], dtype=np.uint64)
                for r in (_ROOT, np.uint64(pow(int(_ROOT), -1, 2**64)))
            )
            before = np.r_[np.uint64(0), np.cumsum(rows * powers[:-1], dtype=np.uint64)]
            first, last = self.first[index], self.last[index]
            found: np.ndarray = (before[last] - before[first]) * back[first]
            return found + (last - first).astype(np.uint64)


class Images(Sequence[np.ndarray]):
    """Images as sequences; pixels stay as they were stored until a sequence is asked for.

    pixels: [N, H, W, C]; order: row (H steps of W*C values), column (W steps of H*C values),
    pixel (H*W steps of C values) or permuted (pixel, in the order `permutation`).

    >>> Images(np.arange(6, dtype="u1").reshape(1, 2, 3, 1), "column", 1.0)[0].tolist()
    [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
    """

    def __init__(
        self,
        pixels: np.ndarray,
        order: str,
        divisor: float,
        permutation: np.ndarray | None = None,
    ) -> None:
        self.pixels, self.order = pixels, order
        exact = pixels.dtype.itemsize <= 2 or pixels.dtype == np.float32  # in 32 bits
        self.kind: type[np.floating] = np.float32 if exact else np.float64
        self.divisor = np.float32(divisor)
        self.permutation = permutation
        _, height, width, colours = pixels.shape
        self.shape = {
            "row": (height, width * colours),
            "column": (width, height * colours),
        }.get(order, (height * width, colours))

    def __len__(self) -> int:
        return len(self.pixels)

    @overload
    def __getitem__(self, i: int) -> np.ndarray: ...

    @overload
    def __getitem__(self, i: slice) -> list[np.ndarray]: ...

    def __getitem__(self, i: int | slice) -> np.ndarray | list[np.ndarray]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        return self.take(np.array([i]))[0]

    def take(self, index: np.ndarray) -> np.ndarray:
        """[N, T, channels] float32, where that holds the pixels, else float64."""
        chosen = self.pixels[index]
        if self.order == "column":
            chosen = chosen.transpose(0, 2, 1, 3)
        x = chosen.reshape(len(chosen), *self.shape)
        if self.permutation is not None:
            x = x[:, self.permutation]
        return np.divide(x, self.divisor, dtype=self.kind)


def _kind(some: Sequence[np.ndarray]) -> np.dtype:
    """Of the sequences: float32 or float64."""
    return np.result_type(np.float32, *{one.dtype for one in some if one.dtype.kind == "f"})


def check_classes(data: Sequences) -> Sequences:
    """Refuse data without examples, with one class only or with sequences of length zero."""
    file = data.files[0] if data.files else data.name
    if len(data) == 0:
        raise DataError(say("data.sequences.none"), file=file)
    if len(data.classes) < 2:
        raise DataError(
            say("data.sequences.one_class", count=len(data), name=data.classes[0]),
            file=file,
            remedy=say("data.sequences.two_classes"),
        )
    empty = np.flatnonzero(data.lengths() == 0)
    if len(empty):
        raise DataError(say("data.sequences.no_length", number=empty[0] + 1), file=file)
    return data
