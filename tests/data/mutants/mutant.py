"""A mutant: files, how they are read, what was changed, and what must come out of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from recurra.data import Sequences, Series, Trees

Data = Sequences | Series | Trees
Check = Callable[[Data], str]  # what is wrong with the data that were read; "" where nothing is


@dataclass(frozen=True, eq=False)
class Mutant:
    """files: path within a folder -> bytes; data: which of them is read, "" the folder itself.

    form: names of the changes that leave the values as they are; damage: of those that do not. A
    mutant without damage must be read. check: what is known of its values.
    """

    files: dict[str, bytes]
    data: str
    asked: dict[str, object] = field(default_factory=dict)
    form: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    check: Check = lambda _: ""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


Make = Callable[[np.random.Generator], Mutant]


def some(rng: np.random.Generator, every: list[str], most: int) -> list[str]:
    """At most so many of these, few more often than many."""
    count = int(rng.integers(0, most + 1))
    return [str(one) for one in rng.permutation(every)[:count]]


def chance(rng: np.random.Generator, share: float) -> bool:
    """True in so many of all cases."""
    return bool(rng.random() < share)


def flipped(content: bytes, rng: np.random.Generator) -> bytes:
    """Bytes changed, lost or repeated at one place."""
    place = int(rng.integers(len(content) + 1))
    after = place + int(rng.integers(1, 40))
    return [
        content[:place] + content[after:],
        content[:place] + rng.bytes(1) + content[place + 1 :],
        content[:place] + content[place:after] + content[place:],
        content[:place],
        content[:place] + rng.bytes(3) + content[place:],
    ][rng.integers(5)]
